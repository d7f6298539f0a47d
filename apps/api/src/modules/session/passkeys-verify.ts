// What a passkey is asked, and whether its answer holds (WebAuthn level 3). Nothing here knows the database or the request.
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import type { NewPasskey, PasskeyAnswer } from '@modulus/contracts/factors.ts'
import type { KeptPasskey } from './factors-queries.ts'

type Known = Pick<KeptPasskey, 'credentialId' | 'transports'>
const minutes = 60_000
/** Passkeys belong to the host of PUBLIC_URL, and are only asked for by its pages. */
const partyOf = (publicUrl: string) => ({ id: new URL(publicUrl).hostname, origin: publicUrl })
const handleOf = (userId: string) => new Uint8Array(Buffer.from(userId.replaceAll('-', ''), 'hex'))
const descriptors = (passkeys: Known[]) => passkeys.map(({ credentialId, transports }) => ({ id: credentialId, transports }))

/** `passkeys` undefined: whichever the device has for us. */
export const optionsToShow = (publicUrl: string, passkeys?: Known[]) =>
  generateAuthenticationOptions({
    rpID: partyOf(publicUrl).id,
    userVerification: 'required',
    timeout: 5 * minutes,
    ...(passkeys ? { allowCredentials: descriptors(passkeys) } : {}),
  })
export const optionsToAdd = (publicUrl: string, who: { userId: string; email: string; name: string; passkeys: Known[] }) =>
  generateRegistrationOptions({
    rpName: 'Modulus',
    rpID: partyOf(publicUrl).id,
    userID: handleOf(who.userId),
    userName: who.email,
    userDisplayName: who.name,
    attestationType: 'none', // which make of device it is, is none of our business
    excludeCredentials: descriptors(who.passkeys),
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
    supportedAlgorithmIDs: [-8, -7, -257], // EdDSA, ES256, RS256
    timeout: 5 * minutes,
  })

/** What the passkey says of itself now; null when the answer is not one to this question, from our pages, by its owner. */
export async function checkAnswer(
  publicUrl: string,
  challenge: string,
  answer: PasskeyAnswer,
  passkey: Pick<KeptPasskey, 'publicKey' | 'counter' | 'transports'> & { userId: string },
): Promise<{ counter: number; backedUp: boolean } | null> {
  const { id: rpId, origin } = partyOf(publicUrl)
  if (answer.userHandle && answer.userHandle !== Buffer.from(handleOf(passkey.userId)).toString('base64url')) return null
  const { id, clientDataJSON, authenticatorData, signature } = answer
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: {
        id,
        rawId: id,
        type: 'public-key',
        clientExtensionResults: {},
        response: { clientDataJSON, authenticatorData, signature },
      },
      expectedChallenge: challenge,
      expectedOrigin: origin,
      expectedRPID: rpId,
      requireUserVerification: true,
      credential: { id, publicKey: new Uint8Array(Buffer.from(passkey.publicKey, 'base64url')), counter: passkey.counter },
    })
    return verified ? { counter: authenticationInfo.newCounter, backedUp: authenticationInfo.credentialBackedUp } : null
  } catch {
    return null // the library throws for whatever does not fit
  }
}

export async function checkNew(
  publicUrl: string,
  challenge: string,
  { id, clientDataJSON, attestationObject, transports }: NewPasskey,
): Promise<Pick<KeptPasskey, 'credentialId' | 'publicKey' | 'counter' | 'backedUp' | 'transports'> | null> {
  const { id: rpId, origin } = partyOf(publicUrl)
  try {
    const { registrationInfo } = await verifyRegistrationResponse({
      response: { id, rawId: id, type: 'public-key', clientExtensionResults: {}, response: { clientDataJSON, attestationObject } },
      expectedChallenge: challenge,
      expectedOrigin: origin,
      expectedRPID: rpId,
      requireUserVerification: true,
      supportedAlgorithmIDs: [-8, -7, -257],
    })
    if (!registrationInfo) return null
    const { credential, credentialBackedUp } = registrationInfo
    return {
      credentialId: credential.id,
      publicKey: Buffer.from(credential.publicKey).toString('base64url'),
      counter: credential.counter,
      backedUp: credentialBackedUp,
      transports,
    }
  } catch {
    return null
  }
}
