import type { AccountId, Caller } from '../../identity/index.ts'
import type { TrialGrant } from './charter.ts'
import type { Trial } from './trial.ts'

/** What becomes of the tables that were made in it. */
export type DataEnd = 'seal' | 'delete' | 'hand-over'

export interface Workspace {
  trialId: string
  accountId: AccountId
  /** Of its database and its role; its clusters are named after it. */
  name: string
  mark: string
  /** ARNs of who may use it. */
  people: readonly string[]
  wanted: 'nothing' | 'ready' | 'ended'
  done: readonly WorkspaceStep[]
  actor: Caller | null
  askedAt: Date
  /** Why it does not go on until somebody tries again. */
  failure: string | null
  /** The table is not there yet: it goes on with the first delivery. */
  waitsForData: boolean
  roleId: string | null
  databaseId: string | null
  /** What the newest cluster was launched with; it may not be there yet. */
  launchToken: string | null
  clusterId: string | null
  countedUntil: Date | null
  data: DataEnd
  heir: string | null
}

/** What somebody wrote in it, kept with the trial. */
export interface KeptFile {
  path: string
  sizeBytes: number
  /** Null: it was too large to be kept here. */
  digest: string | null
}

const MAKING = ['make-role', 'give-rights', 'make-database', 'give-access'] as const
/** Rights end before anything that may take its time, but for what the role itself drops. */
const ENDING = [
  ...(['end-cluster', 'drop-tables', 'end-role', 'close-notebooks'] as const),
  ...(['keep-files', 'end-data'] as const),
] as const

export type WorkspaceStep = (typeof MAKING)[number] | (typeof ENDING)[number]

/** What is to be done next; undefined: all that is wanted is done. */
export function nextStep({
  wanted,
  done,
}: Pick<Workspace, 'wanted' | 'done'>): WorkspaceStep | undefined {
  const steps = { nothing: [], ready: MAKING, ended: ENDING }[wanted]
  return steps.find((step) => !done.includes(step))
}

export type WorkspaceState = 'waiting' | 'making' | 'ready' | 'ending' | 'ended' | 'failed'

export function stateOf(
  workspace: Pick<Workspace, 'wanted' | 'done' | 'failure' | 'waitsForData'>,
): WorkspaceState {
  const { wanted, failure, waitsForData } = workspace
  if (failure !== null) return waitsForData ? 'waiting' : 'failed'
  if (wanted === 'nothing') return 'waiting'
  const open = nextStep(workspace) !== undefined
  if (wanted === 'ready') return open ? 'making' : 'ready'
  return open ? 'ending' : 'ended'
}

/** What a step is for and what helps where it fails, in words. */
export const STEP_WORDS: Readonly<Record<WorkspaceStep, { what: string; remedy: string }>> = {
  'make-role': {
    what: 'its role could not be made',
    remedy: 'Whoever tries again needs iam:CreateRole.',
  },
  'give-rights': {
    what: 'its role could not be given rights',
    remedy: 'Whoever tries again needs iam:PutRolePolicy.',
  },
  'make-database': {
    what: 'its database could not be made',
    remedy: 'Whoever tries again needs glue:CreateDatabase, and CREATE_DATABASE of the catalog.',
  },
  'give-access': {
    what: 'its role could not be given the data',
    remedy: 'Whoever tries again must be allowed to grant SELECT on it.',
  },
  'close-notebooks': { what: 'its notebooks did not end', remedy: 'Try again.' },
  'end-cluster': { what: 'its cluster did not end', remedy: 'Try again.' },
  'drop-tables': { what: 'its tables could not be dropped', remedy: 'Try again.' },
  'end-role': { what: 'its role did not end', remedy: 'Try again.' },
  'keep-files': { what: 'its files could not be kept', remedy: 'Try again.' },
  'end-data': {
    what: 'its database could not be dropped or handed over',
    remedy: 'Whoever tries again must be allowed to, and the database hold no tables of others.',
  },
}

/** Of its role, which has the name of its database. */
export function workspaceRole({ accountId, name }: Pick<Workspace, 'accountId' | 'name'>): string {
  return `arn:aws:iam::${accountId}:role/${name}`
}

/** Every person of it has all of its files before them: they all work as its role. */
export function workspaceHome({ accountId, trialId }: Pick<Workspace, 'accountId' | 'trialId'>) {
  return { accountId, name: `trial:${trialId}` }
}

/** What its role reads, and where it makes tables; nothing of it may be passed on. */
export function workspaceGrants(
  { charter }: Pick<Trial, 'charter'>,
  workspace: Pick<Workspace, 'accountId' | 'name'>,
): TrialGrant[] {
  const { accountId: catalogId, database, table } = charter.dataset
  const principal = workspaceRole(workspace)
  return [
    {
      ...{ catalogId, principal, grantable: [], permissions: ['SELECT', 'DESCRIBE'] },
      resource: { kind: 'table', database, table },
    },
    {
      ...{ catalogId: workspace.accountId, principal, grantable: [] },
      resource: { kind: 'database', database: workspace.name },
      permissions: ['CREATE_TABLE', 'DESCRIBE'],
    },
  ]
}

/** What is made of it goes to one principal, who may pass it on. */
export function heirGrants({ accountId, name, heir }: Workspace): TrialGrant[] {
  const all = { catalogId: accountId, principal: heir ?? '', permissions: ['ALL'] as const }
  return [
    { ...all, grantable: ['ALL'], resource: { kind: 'database', database: name } },
    { ...all, grantable: ['ALL'], resource: { kind: 'all-tables', database: name } },
  ]
}

/** Its people by name, and the services that run code as it. */
export function trustOf({ people }: Pick<Workspace, 'people'>, { cluster }: { cluster: boolean }) {
  const services = ['trials.millrace', ...(cluster ? ['elasticmapreduce.amazonaws.com'] : [])]
  const statement = (Principal: object) => ({
    Effect: 'Allow',
    Principal,
    Action: 'sts:AssumeRole',
  })
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [statement({ AWS: people }), statement({ Service: services })],
  })
}

/** Opens nothing by itself but tables of its own database: data is what governance opens. */
export function rightsOf(
  workspace: Pick<Workspace, 'accountId' | 'name'>,
  { region, cluster }: { region: string; cluster: boolean },
): string {
  const { accountId, name } = workspace
  const arn = workspaceRole(workspace)
  const glue = `arn:aws:glue:${region}:${accountId}`
  const allow = (Action: string[], Resource: string | string[] = '*', more: object = {}) => {
    return { Effect: 'Allow', Action, Resource, ...more }
  }
  const own = [`${glue}:catalog`, `${glue}:database/${name}`, `${glue}:table/${name}/*`]
  const onCluster = [
    allow(['elasticmapreduce:Describe*', 'elasticmapreduce:List*']),
    allow(['elasticmapreduce:GetClusterSessionCredentials'], '*', {
      Condition: { StringEquals: { 'elasticmapreduce:ExecutionRoleArn': arn } },
    }),
  ]
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      allow(['glue:Get*', 'glue:SearchTables', 'lakeformation:GetDataAccess']),
      allow(['glue:CreateTable', 'glue:UpdateTable', 'glue:DeleteTable'], own),
      ...(cluster ? onCluster : []),
    ],
  })
}
