import { resolve } from 'node:path'

/** All that the environment says; nothing else reads it. See `docs/reference/configuration.md`. */
export interface Config {
  /** Absolute path of the directory that holds all state. */
  home: string
  host: string
  port: number
  /** A PostgreSQL server to use in place of the embedded one. */
  databaseUrl: string | undefined
  logLevel: string
  region: string
  /** Suffix of the platform's own host names. */
  domain: string
  tls: { certificateFile: string; keyFile: string } | undefined
  publicUrl: string | undefined
  /** `smtp://user:password@host:port` or `smtps://…`: how notices go out, and from whom. */
  mail: { url: string; from: string } | undefined
  /** Where webhooks and agreements may lead inside private networks: `name:port` or `name`. */
  internalHosts: readonly string[]
}

export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const certificateFile = environment.MILLRACE_TLS_CERT
  const keyFile = environment.MILLRACE_TLS_KEY
  return {
    home: resolve(environment.MILLRACE_HOME ?? '.millrace'),
    host: environment.MILLRACE_HOST ?? '127.0.0.1',
    port: Number(environment.MILLRACE_PORT ?? 8470),
    databaseUrl: environment.MILLRACE_DATABASE_URL,
    logLevel: environment.MILLRACE_LOG_LEVEL ?? 'info',
    region: environment.MILLRACE_REGION ?? 'us-east-1',
    domain: environment.MILLRACE_DOMAIN ?? 'millrace.test',
    tls: certificateFile && keyFile ? { certificateFile, keyFile } : undefined,
    publicUrl: environment.MILLRACE_PUBLIC_URL,
    mail: readMail(environment),
    internalHosts: (environment.MILLRACE_INTERNAL_HOSTS ?? '')
      .split(',')
      .map((host) => host.trim())
      .filter((host) => host !== ''),
  }
}

function readMail(environment: NodeJS.ProcessEnv): Config['mail'] {
  const url = environment.MILLRACE_SMTP_URL
  const from = environment.MILLRACE_SMTP_FROM ?? 'Millrace <millrace@localhost>'
  return url ? { url, from } : undefined
}
