// A real OpenID provider on a loopback address, for tests: somebody types a name there, and is that person. It lives at 127.0.0.1 while
// the product lives at localhost, so that to a browser the way back is cross-site, as it is in the world.
import { generateKeyPairSync, randomUUID } from 'node:crypto'
import { createServer, type AddressInfo } from 'node:net'
import { createServer as serve, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { Provider, type Configuration } from 'oidc-provider'

export const clientId = 'modulus'
export const clientSecret = 'the secret of this client is only for tests'

const freePort = () =>
  new Promise<number>((ok) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => ok(port))
    })
  })
const bodyOf = async (request: IncomingMessage) => {
  let text = ''
  for await (const part of request) text += String(part)
  return new URLSearchParams(text)
}

export interface TestProvider {
  issuer: string
  server: Server
  stop(): Promise<void>
}

/**
 * `product` is the origin it sends people back to, asked for when the first request comes; `id` the provider's id there. `acr` is what it
 * claims of every sign-in.
 */
export async function testProvider(product: string | (() => string), id: string, { acr }: { acr?: string } = {}): Promise<TestProvider> {
  const port = await freePort(),
    issuer = `http://127.0.0.1:${port}`
  let made: { provider: Provider; handle: ReturnType<Provider['callback']> } | undefined
  const get = () => {
    if (!made) {
      const provider = providerFor(issuer, typeof product === 'string' ? product : product(), id, acr)
      made = { provider, handle: provider.callback() }
    }
    return made
  }
  const server = serve((request, response) => {
    const { provider, handle } = get()
    if (!/^\/login\/[\w-]+$/.test(request.url ?? '')) return void handle(request, response)
    void signIn(provider, acr, request, response).catch((error: Error) => {
      response.statusCode = 500
      response.end(error.message)
    })
  })
  await new Promise<void>((ok) => server.listen(port, '127.0.0.1', ok))
  return {
    issuer,
    server,
    stop: () =>
      new Promise((ok) => {
        server.closeAllConnections()
        server.close(() => ok())
      }),
  }
}

function providerFor(issuer: string, product: string, id: string, acr: string | undefined): Provider {
  const key = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' })
  const configuration: Configuration = {
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: [`${product}/api/session/oidc/${id}/callback`],
        backchannel_logout_uri: `${product}/api/session/oidc/${id}/logout`,
        backchannel_logout_session_required: true,
        response_types: ['code'],
        grant_types: ['authorization_code'],
      },
    ],
    jwks: { keys: [{ ...key, kid: 'one', use: 'sig', alg: 'RS256' }] } as NonNullable<Configuration['jwks']>,
    cookies: { keys: [randomUUID()] },
    pkce: { required: () => true },
    acrValues: acr ? [acr] : [],
    claims: { openid: ['sub', 'email', 'sid', ...(acr ? ['acr'] : [])] },
    conformIdTokenClaims: false,
    // Every subject has the same address: whoever linked by e-mail would let them all in to one account.
    findAccount: (_, accountId) => ({ accountId, claims: () => ({ sub: accountId, email: 'officer@test.invalid', email_verified: true }) }),
    interactions: { url: (_, { uid }) => `/login/${uid}` },
    features: { devInteractions: { enabled: false }, backchannelLogout: { enabled: true }, rpInitiatedLogout: { enabled: true } },
    ttl: { Interaction: 600, Session: 3600, Grant: 3600, IdToken: 600, AccessToken: 600 },
  }
  return new Provider(issuer, configuration)
}

/** Its one page: a name, and yes or no. */
async function signIn(provider: Provider, acr: string | undefined, request: IncomingMessage, response: ServerResponse): Promise<unknown> {
  if (request.method !== 'POST') {
    response.setHeader('content-type', 'text/html; charset=utf-8')
    return response.end(
      `<!doctype html><html lang="en"><title>Fire and Rescue</title><h1>Fire and Rescue</h1><form method="post"><label>Name <input name="login"></label><button name="go" value="yes">Sign in there</button><button name="go" value="no">Not now</button></form></html>`,
    )
  }
  const form = await bodyOf(request),
    details = await provider.interactionDetails(request, response)
  if (form.get('go') === 'no')
    return provider.interactionFinished(request, response, { error: 'access_denied' }, { mergeWithLastSubmission: false })
  const accountId = form.get('login') ?? 'nobody'
  const grant = new provider.Grant({ accountId, clientId: String(details.params.client_id) })
  grant.addOIDCScope('openid')
  const login = { accountId, ...(acr ? { acr } : {}) }
  return provider.interactionFinished(
    request,
    response,
    { login, consent: { grantId: await grant.save() } },
    { mergeWithLastSubmission: false },
  )
}

/** A browser's cookies and redirects, without a browser: signs `login` in at the provider and says where it would send them back to. */
export async function signInThere(address: string, login: string, jar = new Map<string, string>()): Promise<URL> {
  const origin = new URL(address).origin
  const ask = async (url: string, body?: URLSearchParams): Promise<string> => {
    const answer = await fetch(url, {
      redirect: 'manual',
      method: body ? 'POST' : 'GET',
      headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(body ? { body } : {}),
    })
    for (const one of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(one)!
      if (value) jar.set(name!, value)
      else jar.delete(name!)
    }
    const location = answer.headers.get('location')
    if (!location)
      return url.includes('/login/') && !body
        ? ask(url, new URLSearchParams({ login, go: 'yes' }))
        : Promise.reject(new Error(`${answer.status} ${await answer.text()}`))
    const next = new URL(location, url)
    return next.origin === origin ? ask(next.href) : next.href
  }
  return new URL(await ask(address))
}
