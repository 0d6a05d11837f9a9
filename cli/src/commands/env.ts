import { join } from 'node:path'
import type { Home } from '../home.ts'
import {
  configFile,
  credentialsFile,
  type Profile,
  readProfile,
  writeRoleProfile,
} from '../profiles.ts'
import { writeProxyFiles } from '../proxy-files.ts'

export interface EnvOptions {
  shell: 'sh' | 'json'
  proxy: boolean
  /** ARN of a role to work as; the profile's own rights are then only those to assume it. */
  role?: string
  /** The governance account: `lake` is its catalog. */
  lakeAccountId: string
  path: string
}

const UNSET = [
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_ENDPOINT_URL',
  // Of another profile or role, exported in this shell before.
  ...Object.keys(ofBoth({ CREDENTIAL: '', REST__SIGV4_ENABLED: '' })),
]
/** The small-letter forms, which Python's clients heed before those that are exported. */
const UNSET_WITH_PROXY = ['https_proxy', 'no_proxy']

/** What a shell must export to work as a profile, as text for `eval` or as one flat object. */
export function environmentText(home: Home, name: string, options: EnvOptions): string {
  const { role } = options
  const { region } = home
  const profile = readProfile(home.path, name)
  const values: Record<string, string> = {
    AWS_SHARED_CREDENTIALS_FILE: credentialsFile(home.path),
    AWS_CONFIG_FILE: configFile(home.path),
    AWS_PROFILE: role ? writeRoleProfile(home.path, { source: name, role }, home) : name,
    AWS_REGION: region,
    ...(home.url.startsWith('https:') ? trusting(bundle(home)) : {}),
    ...catalog('LAKE', home, options.lakeAccountId),
    ...catalog('OWN', home, role?.split(':')[4] ?? profile.accountId),
    ...(role ? signed(region) : clientCredentials(profile)),
    ...(options.proxy ? proxied(home) : {}),
    PATH: withPrograms(options.path, join(home.path, 'engine/bin')),
  }
  return options.shell === 'json'
    ? `${JSON.stringify(values)}\n`
    : shellText(values, [...UNSET, ...(options.proxy ? UNSET_WITH_PROXY : [])])
}

/** As sessions have them: `lake`, and `own` for the account of who works. */
function catalog(name: string, { url }: Home, warehouse: string): Record<string, string> {
  const base = `PYICEBERG_CATALOG__${name}__`
  return {
    ...{ [`${base}TYPE`]: 'rest', [`${base}URI`]: `${url}/iceberg` },
    [`${base}WAREHOUSE`]: warehouse,
  }
}

/** For both catalogs. */
function ofBoth(settings: Record<string, string>): Record<string, string> {
  const named = Object.entries(settings).flatMap(([name, value]) =>
    ['LAKE', 'OWN'].map((of): [string, string] => [`PYICEBERG_CATALOG__${of}__${name}`, value]),
  )
  return Object.fromEntries(named)
}

/** Once, however often a shell is led to another profile. */
function withPrograms(path: string, programs: string): string {
  return path.split(':').includes(programs) ? path : `${path}:${programs}`
}

function clientCredentials({ accessKeyId, secretAccessKey }: Profile): Record<string, string> {
  return ofBoth({ CREDENTIAL: `${accessKeyId}:${secretAccessKey}` })
}

/** PyIceberg signs with what the AWS profile gives, which the AWS library keeps fresh. */
function signed(region: string): Record<string, string> {
  return ofBoth({
    REST__SIGV4_ENABLED: 'true',
    REST__SIGNING_NAME: 'glue',
    REST__SIGNING_REGION: region,
  })
}

/** Each library has a variable of its own; the file holds the system's roots too. */
function trusting(file: string): Record<string, string> {
  return { AWS_CA_BUNDLE: file, REQUESTS_CA_BUNDLE: file, SSL_CERT_FILE: file }
}

function bundle(home: Home): string {
  return join(home.path, 'ca/bundle.pem')
}

/** For clients with hard-wired host names: no home, but a proxy that ends TLS for our names. */
function proxied(home: Home): Record<string, string> {
  const files = writeProxyFiles(home.path, home.domain)
  return {
    AWS_CONFIG_FILE: files.configFile,
    AWS_DATA_PATH: files.dataDirectory,
    HTTPS_PROXY: home.url,
    NO_PROXY: '127.0.0.1,localhost',
    AWS_CA_BUNDLE: bundle(home),
    REQUESTS_CA_BUNDLE: bundle(home),
  }
}

function shellText(values: Record<string, string>, unset: readonly string[]): string {
  const exports = Object.entries(values)
    .filter(([key]) => /^[A-Za-z_][A-Za-z0-9_]*$/.test(key))
    .map(([key, value]) => `export ${key}='${value.replaceAll("'", `'\\''`)}'\n`)
  return `unset ${unset.join(' ')}\n${exports.join('')}`
}
