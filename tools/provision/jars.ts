import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { execute } from './execute.ts'

export interface Jar {
  /** Maven coordinates: `group:artifact:version`. */
  coordinates: string
  sha256: string
}

/** Iceberg's AWS client, and what `s3a://` needs beside that client. */
const AWS_JARS: readonly Jar[] = [
  {
    coordinates: 'org.apache.iceberg:iceberg-aws-bundle:1.12.0',
    sha256: 'dd7e49ffa4ac9b215bed846581991259e3aec9bb2fa08d6cec029c46cd66d957',
  },
  {
    coordinates: 'org.apache.hadoop:hadoop-aws:3.4.2',
    sha256: 'd2d24e6b715b5656b9d238bf13b6682a07e2004dd36aad74a73aeb854319f4d9',
  },
  {
    coordinates: 'software.amazon.awssdk:s3-transfer-manager:2.54.17',
    sha256: '7bef0ea4efd5e0860bab63e08317040951edb51b72a5be734284c28b8324ab87',
  },
  {
    coordinates: 'software.amazon.awssdk:apache-client:2.54.17',
    sha256: '0b00ae3d55c3d1213ca47b5651dc4c2a0080fc9b6192dde3d53c3da6c1811bcb',
  },
]

export const JARS_OF_SPARK_41: readonly Jar[] = [
  {
    coordinates: 'org.apache.iceberg:iceberg-spark-runtime-4.1_2.13:1.12.0',
    sha256: '3123c3798af642dd537230923548e013ef41cc28b6626e5225808cf5670a0f82',
  },
  ...AWS_JARS,
]

/** With the Hadoop of Spark 4.1 in place of its own 3.3, which has no AWS SDK of today. */
export const JARS_OF_SPARK_35: readonly Jar[] = [
  {
    coordinates: 'org.apache.iceberg:iceberg-spark-runtime-3.5_2.12:1.12.0',
    sha256: '8dd8c90e54ed1a20f2461309d047a255ee56382eb7c0a46162b27a4936fd86dc',
  },
  {
    coordinates: 'org.apache.hadoop:hadoop-client-api:3.4.2',
    sha256: '607c0299f4df33013bd0a0f37c8cf255c635bbaddd247b8fec68c210cc17d19f',
  },
  {
    coordinates: 'org.apache.hadoop:hadoop-client-runtime:3.4.2',
    sha256: '18d071c7f72f8a946677b398a57af9c7afa2dd41a81023c310f99373fec200b3',
  },
  ...AWS_JARS,
]

/** Fetches what is missing or damaged, by the machine's own Maven configuration. */
export async function fetchJars(
  directory: string,
  maven: string,
  jars: readonly Jar[],
): Promise<number> {
  await mkdir(directory, { recursive: true, mode: 0o755 })
  let sizeBytes = 0
  for (const jar of jars) sizeBytes += await fetchJar({ directory, maven, jar })
  return sizeBytes
}

async function fetchJar(options: { directory: string; maven: string; jar: Jar }): Promise<number> {
  const { directory, maven, jar } = options
  const [, artifact, version] = jar.coordinates.split(':')
  const name = `${artifact}-${version}.jar`
  const path = join(directory, name)
  if ((await digestOf(path)) === jar.sha256) return (await stat(path)).size
  const incoming = join(directory, 'incoming')
  await execute(maven, [
    '--batch-mode',
    '--quiet',
    'dependency:copy',
    `-Dartifact=${jar.coordinates}`,
    `-DoutputDirectory=${incoming}`,
    '-Dmdep.overWriteReleases=true',
  ])
  const digest = await digestOf(join(incoming, name))
  if (digest !== jar.sha256)
    throw new Error(
      `"${name}" has the checksum ${digest}, expected ${jar.sha256}: what Maven keeps of it ` +
        `or its mirror is damaged; delete it from ~/.m2/repository and start again`,
    )
  await rename(join(incoming, name), path)
  await rm(incoming, { recursive: true, force: true })
  return (await stat(path)).size
}

async function digestOf(path: string): Promise<string | undefined> {
  const hash = createHash('sha256')
  try {
    await pipeline(createReadStream(path), hash)
  } catch {
    return undefined
  }
  return hash.digest('hex')
}
