import { noSuchRelease } from '../errors.ts'

/** The engines that code runs on; each is provisioned by itself. */
export type Engine = 'spark-4.1' | 'spark-3.5'

/** What everything of before runs on, and whatever names no release. */
export const STANDARD_ENGINE: Engine = 'spark-4.1'

export interface Release {
  label: string
  engine: Engine
  /** Of AWS's release; undefined for the platform's own labels. */
  sparkThere?: string
}

export interface EngineVersions {
  spark: string
  scala: string
  hadoop: string
  iceberg: string
  java: string
  python: string
}

const COMMON = { hadoop: '3.4.2', iceberg: '1.12.0', java: '17' } as const

/** What an engine is made of; provisioning pins the same. */
export const ENGINES: Readonly<Record<Engine, EngineVersions>> = {
  'spark-4.1': { spark: '4.1.4', scala: '2.13', python: '3.11 or 3.12', ...COMMON },
  'spark-3.5': { spark: '3.5.9', scala: '2.12', python: '3.11', ...COMMON },
}

// https://docs.aws.amazon.com/emr/latest/ReleaseGuide/Spark-release-history.html
const EMR_7: readonly { minor: number; spark: string }[] = [
  ...[13, 12, 11].map((minor) => ({ minor, spark: '3.5.6' })),
  ...[10, 9].map((minor) => ({ minor, spark: '3.5.5' })),
  { minor: 8, spark: '3.5.4' },
  ...[7, 6].map((minor) => ({ minor, spark: '3.5.3' })),
  ...[5, 4].map((minor) => ({ minor, spark: '3.5.2' })),
  ...[3, 2].map((minor) => ({ minor, spark: '3.5.1' })),
  ...[1, 0].map((minor) => ({ minor, spark: '3.5.0' })),
]

/** The labels that are offered, and which engine answers each; the newest first. */
export const RELEASES: readonly Release[] = [
  { label: 'spark-4.1', engine: 'spark-4.1' },
  { label: 'spark-3.5', engine: 'spark-3.5' },
  { label: 'emr-spark-8.0-preview', engine: 'spark-4.1', sparkThere: '4.0.1' },
  ...EMR_7.map(({ minor, spark }) => ({
    label: `emr-7.${minor}.0`,
    engine: 'spark-3.5' as const,
    sparkThere: spark,
  })),
]

export const STANDARD_RELEASE = 'spark-4.1'

/** @throws compute.no-such-release */
export function demandRelease(label: string): Release {
  const found = RELEASES.find((release) => release.label === label)
  if (!found) throw noSuchRelease({ label, newest: `emr-7.${EMR_7[0]?.minor}.0` })
  return found
}

/** What names no release, or is of before this table, runs on the standard engine. */
export function engineOf(label: string | undefined): Engine {
  return RELEASES.find((release) => release.label === label)?.engine ?? STANDARD_ENGINE
}
