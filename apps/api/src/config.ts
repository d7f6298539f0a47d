// The environment, read and checked once, at boot.
export interface Config {
  port: number
  host: string
  dataDir: string
  publicUrl: string
  /** Address of the app's role; undefined means the embedded database. */
  databaseUrl: string | undefined
  migrateDatabaseUrl: string | undefined
  production: boolean
  /** Demonstration sign-ins and the mailbox page exist. Never in production. */
  demo: boolean
  secret: string | undefined
  smtpUrl: string | undefined
  mailFrom: string
  /** Text messages by GOV.UK Notify: the API key, a template whose whole text is ((message)), and where the API is. */
  notify: { key: string; templateId: string; url: string } | undefined
  logLevel: string
  /** Addresses of the proxies in front, whose X-Forwarded-For is believed. */
  trustedProxies: string[]
}

/** A sentence for whoever started the server; it ends the start. */
export class StartError extends Error {}

export function readConfig(env: NodeJS.ProcessEnv): Config {
  const port = Number(env.PORT ?? 3000)
  if (!Number.isInteger(port) || port < 0 || port > 65535) throw new StartError(`PORT must be a number from 0 to 65535, not "${env.PORT}".`)
  const production = env.NODE_ENV === 'production'
  const publicUrl = env.PUBLIC_URL ?? `http://localhost:${port}`
  if (!URL.canParse(publicUrl)) throw new StartError(`PUBLIC_URL must be an address such as https://modulus.example, not "${publicUrl}".`)
  for (const name of ['DATABASE_URL', 'MIGRATE_DATABASE_URL'] as const) {
    if (env[name] && !/^postgres(ql)?:\/\//.test(env[name])) throw new StartError(`${name} must begin with postgres:// .`)
  }
  if (production && !env.DATABASE_URL) throw new StartError('In production DATABASE_URL must say where the database is.')
  if (production && !env.SESSION_SECRET)
    throw new StartError('In production SESSION_SECRET must be set: at least 32 random bytes, for example from "openssl rand -hex 32".')
  if (env.SESSION_SECRET && Buffer.byteLength(env.SESSION_SECRET) < 32)
    throw new StartError('SESSION_SECRET is too short: at least 32 bytes.')
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
    production,
    demo: !production,
    secret: env.SESSION_SECRET,
    smtpUrl: env.SMTP_URL,
    mailFrom: env.MAIL_FROM || 'Modulus <no-reply@modulus.invalid>',
    notify: env.NOTIFY_API_KEY
      ? { key: env.NOTIFY_API_KEY, templateId: env.NOTIFY_TEMPLATE_ID!, url: notifyUrl.replace(/\/$/, '') }
      : undefined,
    logLevel: env.LOG_LEVEL ?? (production ? 'info' : 'warn'),
    trustedProxies: (env.TRUSTED_PROXIES ?? '').split(',').filter(Boolean),
  }
}
