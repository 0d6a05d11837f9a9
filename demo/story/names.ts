/** The names of the demo mesh. The platform itself knows none of them. */
export const accounts = {
  governance: '111111111111',
  'market-data': '222222222222',
  'alt-data': '333333333333',
  equities: '444444444444',
  outsider: '555555555555',
} as const

export type AccountName = keyof typeof accounts

export const VENDOR = 'Hudson Flight Data'

export const tags: Readonly<Record<string, string[]>> = {
  domain: ['market', 'mobility', 'reference'],
  sensitivity: ['public', 'internal', 'restricted'],
  licence: ['trial', 'production'],
}

export const databases = ['market', 'mobility', 'features'] as const
/** Each database has one producing account: nobody tags or changes another team's tables. */
export const producers = {
  market: 'market-data',
  mobility: 'alt-data',
  features: 'alt-data',
} as const

export const LAKE_BUCKET = 'demo-lake'

export function userArn(account: AccountName, user: string): string {
  return `arn:aws:iam::${accounts[account]}:user/${user}`
}

export function roleArn(account: AccountName, role: string): string {
  return `arn:aws:iam::${accounts[account]}:role/${role}`
}

export const INGESTION_ROLE = roleArn('alt-data', 'flights-ingestion')
export const PIPELINE_ROLE = roleArn('alt-data', 'flights-pipeline')
export const RESEARCH_ROLE = roleArn('equities', 'quant-research')
export const QUANT = userArn('equities', 'quant')
export const DIRECTOR = userArn('equities', 'director')
export const PRODUCER = userArn('alt-data', 'altdata-producer')
