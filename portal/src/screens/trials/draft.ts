import type { OpenTrial } from '@millrace/contract'

type Charter = OpenTrial['charter']
export type Role = NonNullable<Charter['people']>[number]['role']

/** A charter as it is typed in. */
export interface Draft {
  title: string
  hypothesis: string
  vendor: string
  /** `account/database.table` */
  dataset: string
  roleArn: string
  entity: string
  eventTime: string
  /** Separated by commas. */
  key: string
  days: string
  budgetUsd: string
  bands: readonly { metric: string; direction: 'at-least' | 'at-most'; limit: string }[]
  people: readonly { arn: string; role: Role }[]
  workspace: boolean
  cluster: boolean
  product: string
  parameters: Record<string, string>
}

export const NO_DRAFT: Draft = {
  ...{ title: '', hypothesis: '', vendor: '', dataset: '', roleArn: '' },
  ...{ entity: '', eventTime: '', key: '', days: '90', budgetUsd: '500', bands: [], people: [] },
  ...{ workspace: true, cluster: false, product: '', parameters: {} },
}

const DATASET = /^(\d{12})\/([^./]+)\.([^./]+)$/

export function datasetOf({ dataset }: Pick<Draft, 'dataset'>): Charter['dataset'] | undefined {
  const [, accountId, database, table] = DATASET.exec(dataset.trim()) ?? []
  return accountId && database && table ? { accountId, database, table } : undefined
}

/** Undefined while it names no dataset; what is left empty is left out. */
export function bodyOf(draft: Draft): OpenTrial | undefined {
  const { title, hypothesis, roleArn, bands, people, days, budgetUsd } = draft
  const dataset = datasetOf(draft)
  if (!dataset) return undefined
  const vendor = draft.vendor.trim()
  return {
    charter: {
      ...{ title, hypothesis, dataset, roleArn, columns: columnsOf(draft) },
      ...(vendor && { vendor }),
      bands: bands.map(({ limit, ...band }) => ({ ...band, limit: Number(limit) })),
      people: people.filter(({ arn }) => arn !== '').map((one) => ({ ...one })),
      ...{ days: Number(days), budgetUsd: Number(budgetUsd) },
      ...(draft.workspace && { workspace: workspaceOf(draft) }),
    },
  }
}

function columnsOf({ entity, eventTime, key }: Draft): NonNullable<Charter['columns']> {
  const names = key
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean)
  return {
    ...(entity && { entity }),
    ...(eventTime && { eventTime }),
    ...(names.length > 0 && { key: names }),
  }
}

function workspaceOf({ cluster, product, parameters }: Draft): NonNullable<Charter['workspace']> {
  return cluster ? { cluster: { ...(product && { product }), parameters } } : {}
}
