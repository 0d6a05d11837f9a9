/** What is to be done with a table; names of Iceberg's where it has them. */
export interface Policy {
  enabled: boolean
  /** Undefined: every snapshot is kept, and with it all of the past. */
  snapshotAgeMsMax: number | undefined
  snapshotsMin: number
  refAgeMsMax: number | undefined
  targetFileBytes: number
  manifestsMin: number
  targetManifestBytes: number
  orphanGraceMs: number
  /** Files of an earlier partition spec go over to the present one, where their place is known. */
  presentSpec: boolean
}

const DAY = 86_400_000

interface Key {
  name: string
  least: number
}

const NUMBERS = {
  snapshotAgeMsMax: { name: 'history.expire.max-snapshot-age-ms', least: 0 },
  snapshotsMin: { name: 'history.expire.min-snapshots-to-keep', least: 1 },
  refAgeMsMax: { name: 'history.expire.max-ref-age-ms', least: 1 },
  targetFileBytes: { name: 'write.target-file-size-bytes', least: 1 << 20 },
  manifestsMin: { name: 'commit.manifest.min-count-to-merge', least: 2 },
  targetManifestBytes: { name: 'commit.manifest.target-size-bytes', least: 1 << 10 },
  orphanGraceMs: { name: 'millrace.maintenance.orphan-grace-ms', least: 3_600_000 },
} as const satisfies Record<string, Key>

const ENABLED = 'millrace.maintenance.enabled'
const PRESENT_SPEC = 'millrace.maintenance.present-spec'

/** Names that defaults may have. */
export const POLICY_KEYS: readonly string[] = [
  ENABLED,
  PRESENT_SPEC,
  ...Object.values(NUMBERS).map(({ name }) => name),
]

/** Why a property cannot be one of a policy; undefined where it can. */
export function wrongProperty(name: string, value: string): string | undefined {
  if (name === ENABLED || name === PRESENT_SPEC)
    return /^(true|false)$/.test(value) ? undefined : 'is true or false'
  const key = Object.values(NUMBERS).find((one) => one.name === name)
  if (!key) return `is none of ${POLICY_KEYS.join(', ')}`
  const number = Number(value)
  return Number.isInteger(number) && number >= key.least ? undefined : `is at least ${key.least}`
}

/** Of the table itself first, then of its account; what cannot be read counts as not said. */
export function policyOf(
  properties: Readonly<Record<string, string>>,
  defaults: Readonly<Record<string, string>>,
): Policy {
  const said = (name: string) =>
    [properties, defaults]
      .map((one) => one[name])
      .find((value) => value !== undefined && wrongProperty(name, value) === undefined)
  const number = ({ name }: Key) => {
    const value = said(name)
    return value === undefined ? undefined : Number(value)
  }
  return {
    enabled: said(ENABLED) !== 'false',
    presentSpec: said(PRESENT_SPEC) === 'true',
    snapshotAgeMsMax: number(NUMBERS.snapshotAgeMsMax),
    snapshotsMin: number(NUMBERS.snapshotsMin) ?? 1,
    refAgeMsMax: number(NUMBERS.refAgeMsMax),
    targetFileBytes: number(NUMBERS.targetFileBytes) ?? 512 << 20, // As Iceberg.
    manifestsMin: number(NUMBERS.manifestsMin) ?? 100, // As Iceberg.
    targetManifestBytes: number(NUMBERS.targetManifestBytes) ?? 8 << 20, // As Iceberg.
    orphanGraceMs: number(NUMBERS.orphanGraceMs) ?? 3 * DAY, // As Iceberg's procedure.
  }
}
