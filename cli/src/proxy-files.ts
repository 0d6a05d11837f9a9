import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { Failure } from './failure.ts'
import { configFile } from './profiles.ts'

export interface ProxyFiles {
  /** The profiles without an endpoint: clients make the services' host names themselves. */
  configFile: string
  /** For `AWS_DATA_PATH`: the services' host names end in the platform's domain. */
  dataDirectory: string
}

/** What clients with hard-wired host names read; made from what the home has at the time. */
export function writeProxyFiles(home: string, domain: string): ProxyFiles {
  const files = { configFile: join(home, 'config.proxy'), dataDirectory: join(home, 'aws-data') }
  writeWhole(files.configFile, withoutEndpoints(readFileSync(configFile(home), 'utf8')))
  const source = botocoreEndpoints(home)
  const endpoints = join(files.dataDirectory, 'endpoints.json')
  const text = endpointsOf(readFileSync(source, 'utf8'), domain)
  if (existsSync(endpoints) && readFileSync(endpoints, 'utf8') === text) return files
  mkdirSync(files.dataDirectory, { recursive: true, mode: 0o700 })
  writeWhole(endpoints, text)
  return files
}

/** Keeps one process from seeing what another is still writing. */
function writeWhole(path: string, text: string): void {
  const own = `${path}.${process.pid}`
  writeFileSync(own, text, { mode: 0o600 })
  renameSync(own, path)
}

function withoutEndpoints(config: string): string {
  return config.replaceAll(/^endpoint_url[ \t]*=.*\n/gm, '')
}

interface Endpoints {
  version: number
  partitions: { partition: string }[]
}

/** The commercial partition alone, its names under `domain`. */
export function endpointsOf(botocore: string, domain: string): string {
  const { version, partitions } = JSON.parse(botocore) as Endpoints
  const own = partitions.filter(({ partition }) => partition === 'aws')
  const suffix = /amazonaws\.com|api\.aws/g
  return JSON.stringify({ version, partitions: own }).replaceAll(suffix, domain)
}

/** @throws Failure before the notebooks' environment is provisioned */
function botocoreEndpoints(home: string): string {
  const library = join(home, 'engine/environments/notebook/lib')
  const pythons = existsSync(library) ? readdirSync(library) : []
  for (const python of pythons) {
    const path = join(library, python, 'site-packages/botocore/data/endpoints.json')
    if (existsSync(path)) return path
  }
  throw new Failure(
    'the notebook environment is not there yet: "./millrace status" tells when the engine is ready',
  )
}
