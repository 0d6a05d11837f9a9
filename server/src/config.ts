import { join, resolve } from 'node:path'
import { defineError } from './foundation/errors.ts'

const halfOfTls = defineError<{ given: string; missing: string }>({
  code: 'server.half-of-tls',
  kind: 'invalid',
  message: ({ given, missing }) => `${given} is set and ${missing} is not: set both, or neither`,
})

const noOwnership = defineError<{ value: string }>({
  code: 'server.no-ownership',
  kind: 'invalid',
  message: ({ value }) =>
    `MILLRACE_OBJECT_OWNERSHIP is "${value}": "BucketOwnerEnforced" or "ObjectWriter"`,
})

const noLimit = defineError<{ variable: string; value: string }>({
  code: 'server.no-limit',
  kind: 'invalid',
  message: ({ variable, value }) =>
    `${variable} is "${value}": a whole number of at most 15 digits`,
})

const noIndex = defineError<{ value: string }>({
  code: 'server.no-index',
  kind: 'invalid',
  message: ({ value }) => `MILLRACE_PYTHON_INDEX is "${value}": https://host/simple or none`,
})

const noPort = defineError<{ value: string }>({
  code: 'server.no-port',
  kind: 'invalid',
  message: ({ value }) => `MILLRACE_SFTP_PORT is "${value}": a port, from 1 to 65535`,
})

const noPlaceOfObjects = defineError<{ variable: string; reason: string }>({
  code: 'server.no-place-of-objects',
  kind: 'invalid',
  message: ({ variable, reason }) => `${variable} ${reason}`,
})

/** All that the environment says; nothing else reads it. See `docs/tutorials/operator.md`. */
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
  /** Of a private authority, for the platform's own clients; `millrace env` hands it on. */
  tlsAuthorityFile: string | undefined
  publicUrl: string | undefined
  /** `smtp://user:password@host:port` or `smtps://…`: how notices go out, and from whom. */
  mail: { url: string; from: string } | undefined
  /** What an account may keep that has no quota of its own. */
  quota: { sizeBytesMax?: number; objectsMax?: number }
  /** Of new buckets whose makers do not say: see `ObjectOwnership` of `storage`. */
  objectOwnership: 'BucketOwnerEnforced' | 'ObjectWriter'
  /** The S3 endpoint where large content lies; in the home where left out. */
  objects: PlaceOfObjects | undefined
  /** Where the keys of linked buckets' endpoints are; in the home where left out. */
  linkKeys: string
  /** Where webhooks and agreements may lead inside private networks: `name:port` or `name`. */
  internalHosts: readonly string[]
  /** Address of the simple index of sessions’ packages, or `none`; PyPI where left out. */
  packageIndex: string | undefined
  /** Where vendors push files by SFTP; nowhere where left out. */
  sftp: { host: string; port: number } | undefined
}

interface PlaceOfObjects {
  bucket: string
  /** Empty, or with its closing slash. */
  prefix: string
  endpoint?: string
  region: string
  /** Absolute path. */
  credentialsFile: string
}

export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const home = resolve(environment.MILLRACE_HOME ?? '.millrace')
  return {
    home,
    host: environment.MILLRACE_HOST ?? '127.0.0.1',
    port: Number(environment.MILLRACE_PORT ?? 8470),
    databaseUrl: environment.MILLRACE_DATABASE_URL,
    logLevel: environment.MILLRACE_LOG_LEVEL ?? 'info',
    region: environment.MILLRACE_REGION ?? 'us-east-1',
    domain: environment.MILLRACE_DOMAIN ?? 'millrace.test',
    tls: readTlsFiles(environment),
    tlsAuthorityFile: environment.MILLRACE_TLS_CA,
    publicUrl: environment.MILLRACE_PUBLIC_URL,
    mail: readMail(environment),
    quota: readQuota(environment),
    objectOwnership: readOwnership(environment),
    objects: readObjects(environment),
    linkKeys: resolve(environment.MILLRACE_LINK_KEYS || join(home, 'link-keys')),
    internalHosts: (environment.MILLRACE_INTERNAL_HOSTS ?? '')
      .split(',')
      .map((host) => host.trim())
      .filter((host) => host !== ''),
    packageIndex: readIndex(environment),
    sftp: readSftp(environment),
  }
}

function readTlsFiles(environment: NodeJS.ProcessEnv): Config['tls'] {
  const { MILLRACE_TLS_CERT: certificateFile, MILLRACE_TLS_KEY: keyFile } = environment
  if (certificateFile && keyFile) return { certificateFile, keyFile }
  if (!certificateFile && !keyFile) return undefined
  const [given, missing] = certificateFile ? ['CERT', 'KEY'] : ['KEY', 'CERT']
  throw halfOfTls({ given: `MILLRACE_TLS_${given}`, missing: `MILLRACE_TLS_${missing}` })
}

function readObjects(environment: NodeJS.ProcessEnv): Config['objects'] {
  const { MILLRACE_OBJECTS: place, MILLRACE_OBJECTS_ENDPOINT: endpoint } = environment
  const { MILLRACE_OBJECTS_CREDENTIALS: credentials } = environment
  const region = environment.MILLRACE_OBJECTS_REGION || 'us-east-1'
  if (!place) return undefined
  const [, bucket = '', path = ''] =
    /^s3:\/\/([a-z0-9][a-z0-9.-]{1,62})\/*(.*?)\/*$/.exec(place) ?? []
  if (bucket === '') throw badObjects('', `is "${place}": of the form s3://bucket/prefix`)
  if (endpoint && !/^https?:\/\/[^/]+\/?$/.test(endpoint))
    throw badObjects('_ENDPOINT', `is "${endpoint}": of the form https://host:port`)
  if (!credentials) throw badObjects('_CREDENTIALS', 'is not set: the file of the key')
  return {
    ...{ bucket, region, prefix: path === '' ? '' : `${path}/` },
    ...(endpoint && { endpoint: endpoint.replace(/\/$/, '') }),
    credentialsFile: resolve(credentials),
  }
}

function badObjects(suffix: string, reason: string) {
  return noPlaceOfObjects({ variable: `MILLRACE_OBJECTS${suffix}`, reason })
}

function readQuota(environment: NodeJS.ProcessEnv): Config['quota'] {
  const sizeBytesMax = readLimit(environment, 'MILLRACE_QUOTA_BYTES')
  const objectsMax = readLimit(environment, 'MILLRACE_QUOTA_OBJECTS')
  return {
    ...(sizeBytesMax === undefined ? {} : { sizeBytesMax }),
    ...(objectsMax === undefined ? {} : { objectsMax }),
  }
}

function readIndex({ MILLRACE_PYTHON_INDEX: index }: NodeJS.ProcessEnv): string | undefined {
  if (!index) return undefined
  if (index === 'none' || /^https?:\/\/[^\s/]+(\/\S*)?$/.test(index)) return index
  throw noIndex({ value: index })
}

function readSftp(environment: NodeJS.ProcessEnv): Config['sftp'] {
  const { MILLRACE_SFTP_PORT: text, MILLRACE_SFTP_HOST, MILLRACE_HOST } = environment
  if (!text) return undefined
  const port = Number(text)
  if (!/^\d{1,5}$/.test(text) || port > 65_535) throw noPort({ value: text })
  return { host: MILLRACE_SFTP_HOST || MILLRACE_HOST || '127.0.0.1', port }
}

function readOwnership(environment: NodeJS.ProcessEnv): Config['objectOwnership'] {
  const value = environment.MILLRACE_OBJECT_OWNERSHIP || 'BucketOwnerEnforced'
  if (value === 'BucketOwnerEnforced' || value === 'ObjectWriter') return value
  throw noOwnership({ value })
}

function readLimit(environment: NodeJS.ProcessEnv, variable: string): number | undefined {
  const text = environment[variable]
  if (!text) return undefined
  if (!/^\d{1,15}$/.test(text)) throw noLimit({ variable, value: text })
  return Number(text)
}

function readMail(environment: NodeJS.ProcessEnv): Config['mail'] {
  const url = environment.MILLRACE_SMTP_URL
  const from = environment.MILLRACE_SMTP_FROM ?? 'Millrace <millrace@localhost>'
  return url ? { url, from } : undefined
}
