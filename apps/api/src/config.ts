// The environment, read and checked once, at boot.
import { readProviders, type OidcProvider } from './config-oidc.ts'
import { StartError } from './start-error.ts'

export { StartError } from './start-error.ts'
export interface Config {
  port: number
  host: string
  dataDir: string
  publicUrl: string
  /** Address of the app's role; undefined means the embedded database. */
  databaseUrl: string | undefined
  migrateDatabaseUrl: string | undefined
  /** Address of a member of modulus_backup, for npm run backup. */
  backupDatabaseUrl: string | undefined
  production: boolean
  /** Demonstration sign-ins and the mailbox page exist. Never in production. */
  demo: boolean
  secret: string | undefined
  smtpUrl: string | undefined
  mailFrom: string
  /** Text messages by GOV.UK Notify: the API key, a template whose whole text is ((message)), and where the API is. */
  notify: { key: string; templateId: string; url: string } | undefined
  /** The ClamAV daemon that looks into attachments before anyone else does; undefined: none. */
  clamav: { host: string; port: number } | undefined
  logLevel: string
  /** How much may be asked: single records by an account in ten minutes; requests in a minute by an account, a token, an unknown address. */
  limits: { records: number; account: number; token: number; address: number }
  /** The organisations whose sign-in opens accounts here: OIDC_PROVIDERS, described in config-oidc.ts. */
  oidc: OidcProvider[]
  /** Addresses of the proxies in front, whose X-Forwarded-For is believed. */
  trustedProxies: string[]
}

export function readConfig(env: NodeJS.ProcessEnv): Config {
  const port = Number(env.PORT ?? 3000)
  if (!Number.isInteger(port) || port < 0 || port > 65535) throw new StartError(`PORT must be a number from 0 to 65535, not "${env.PORT}".`)
  const production = env.NODE_ENV === 'production'
  const publicUrl = env.PUBLIC_URL ?? `http://localhost:${port}`
  if (!URL.canParse(publicUrl)) throw new StartError(`PUBLIC_URL must be an address such as https://modulus.example, not "${publicUrl}".`)
  for (const name of ['DATABASE_URL', 'MIGRATE_DATABASE_URL', 'BACKUP_DATABASE_URL'] as const) {
    if (env[name] && !/^postgres(ql)?:\/\//.test(env[name])) throw new StartError(`${name} must begin with postgres:// .`)
  }
  if (production && !env.DATABASE_URL) throw new StartError('In production DATABASE_URL must say where the database is.')
  if (production && !env.SESSION_SECRET)
    throw new StartError('In production SESSION_SECRET must be set: at least 32 random bytes, for example from "openssl rand -hex 32".')
  if (env.SESSION_SECRET && Buffer.byteLength(env.SESSION_SECRET) < 32)
    throw new StartError('SESSION_SECRET is too short: at least 32 bytes.')
  const amount = (name: string, usual: number) => {
    const given = Number(env[name] || usual)
    if (!Number.isInteger(given) || given < 1) throw new StartError(`${name} must be a whole number from 1, not "${env[name]}".`)
    return given
  }
  const notifyUrl = env.NOTIFY_URL || 'https://api.notifications.service.gov.uk'
  if (env.NOTIFY_API_KEY && !/-[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}-[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(env.NOTIFY_API_KEY))
    throw new StartError('NOTIFY_API_KEY must be a whole key of GOV.UK Notify: its name, the service and the secret.')
  if (env.NOTIFY_API_KEY && !env.NOTIFY_TEMPLATE_ID) throw new StartError('NOTIFY_TEMPLATE_ID must name the template of text messages.')
  if (!URL.canParse(notifyUrl)) throw new StartError(`NOTIFY_URL must be an address, not "${notifyUrl}".`)
  return {
    port,
    host: env.HOST ?? '127.0.0.1',
    dataDir: env.DATA_DIR ?? '.data',
    publicUrl: new URL(publicUrl).origin,
    databaseUrl: env.DATABASE_URL,
    migrateDatabaseUrl: env.MIGRATE_DATABASE_URL,
    backupDatabaseUrl: env.BACKUP_DATABASE_URL,
    production,
    demo: !production,
    secret: env.SESSION_SECRET,
    smtpUrl: env.SMTP_URL,
    mailFrom: env.MAIL_FROM || 'Modulus <no-reply@modulus.invalid>',
    notify: env.NOTIFY_API_KEY
      ? { key: env.NOTIFY_API_KEY, templateId: env.NOTIFY_TEMPLATE_ID!, url: notifyUrl.replace(/\/$/, '') }
      : undefined,
    clamav: readClamav(env.CLAMAV),
    logLevel: env.LOG_LEVEL ?? (production ? 'info' : 'warn'),
    limits: {
      records: amount('RECORDS_IN_TEN_MINUTES', 300),
      account: amount('REQUESTS_PER_MINUTE', 2400),
      token: amount('TOKEN_REQUESTS_PER_MINUTE', 300),
      address: amount('ADDRESS_REQUESTS_PER_MINUTE', 600),
    },
    oidc: readProviders(env.OIDC_PROVIDERS, production),
    trustedProxies: (env.TRUSTED_PROXIES ?? '').split(',').filter(Boolean),
  }
}

function readClamav(address: string | undefined): Config['clamav'] {
  if (!address) return undefined
  const [, host, port] = /^([\w.-]+|\[[\da-f:]+\]):(\d{1,5})$/i.exec(address) ?? []
  if (!host || Number(port) > 65535)
    throw new StartError(`CLAMAV must be the host and port of clamd, such as clamav:3310, not "${address}".`)
  return { host: host.replace(/^\[|\]$/g, ''), port: Number(port) }
}
