import { join } from 'node:path'
import type { Home } from '../home.ts'
import { configFile, credentialsFile, readProfile } from '../profiles.ts'
import { writeProxyFiles } from '../proxy-files.ts'

export interface EnvOptions {
  shell: 'sh' | 'json'
  proxy: boolean
  region: string
  /** Suffix of the platform's own host names. */
  domain: string
  /** The governance account: `lake` is its catalog. */
  lakeAccountId: string
  path: string
}

const UNSET = [
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_ENDPOINT_URL',
]
/** The small-letter forms, which Python's clients heed before those that are exported. */
const UNSET_WITH_PROXY = ['https_proxy', 'no_proxy']

/** What a shell must export to work as a profile, as text for `eval` or as one flat object. */
export function environmentText(home: Home, name: string, options: EnvOptions): string {
  const profile = readProfile(home.path, name)
  const values: Record<string, string> = {
    AWS_SHARED_CREDENTIALS_FILE: credentialsFile(home.path),
    AWS_CONFIG_FILE: configFile(home.path),
    AWS_PROFILE: name,
    AWS_REGION: options.region,
    ...(home.url.startsWith('https:') ? { AWS_CA_BUNDLE: bundle(home) } : {}),
    PYICEBERG_CATALOG__LAKE__TYPE: 'rest',
    PYICEBERG_CATALOG__LAKE__URI: `${home.url}/iceberg`,
    PYICEBERG_CATALOG__LAKE__WAREHOUSE: options.lakeAccountId,
    PYICEBERG_CATALOG__LAKE__CREDENTIAL: `${profile.accessKeyId}:${profile.secretAccessKey}`,
    ...(options.proxy ? proxied(home, options.domain) : {}),
    PATH: `${options.path}:${join(home.path, 'engine/bin')}`,
  }
  return options.shell === 'json'
    ? `${JSON.stringify(values)}\n`
    : shellText(values, [...UNSET, ...(options.proxy ? UNSET_WITH_PROXY : [])])
}

function bundle(home: Home): string {
  return join(home.path, 'ca/bundle.pem')
}

/** For clients with hard-wired host names: no endpoint, but a proxy that ends TLS for our names. */
function proxied(home: Home, domain: string): Record<string, string> {
  const files = writeProxyFiles(home.path, domain)
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
