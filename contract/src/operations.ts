import { type Static, type TSchema, Type } from 'typebox'
import * as access from './access.ts'
import { accountOperations } from './account-operations.ts'
import { approvalOperations } from './approval.ts'
import * as audit from './audit.ts'
import * as compute from './compute.ts'
import * as dataset from './dataset.ts'
import { feedOperations } from './feed-change.ts'
import * as feed from './feed-definition.ts'
import { tryingOperations } from './feed-trying.ts'
import { filterOperations } from './filter.ts'
import * as ingestion from './ingestion.ts'
import { keepingOperations } from './keeping-operations.ts'
import { lineageOperations } from './lineage.ts'
import * as notebook from './notebook.ts'
import { noticeOperations } from './notices.ts'
import * as person from './person.ts'
import * as pipeline from './pipeline.ts'
import { profileOperations } from './profile.ts'
import * as pushing from './pushing.ts'
import * as reminders from './reminders.ts'
import {
  AfterLine,
  AtInstant,
  Explain,
  InAccount,
  InCalendar,
  InDataset,
  List,
  ListGrants,
  NewDocumentation,
  NewToken,
  Search,
  SearchDatasets,
} from './requests.ts'
import type { OperationName } from './routes.ts'
import { ruleChangeOperations } from './rule-change.ts'
import { rulesOperations } from './rules.ts'
import * as status from './status.ts'
import { trialOperations } from './trial-operations.ts'
import { Done, Id } from './values.ts'
import { whatIfOperations } from './what-if.ts'

export interface Shape {
  /** One line for the OpenAPI document. */
  summary: string
  params?: TSchema
  query?: TSchema
  body?: TSchema
  answer: TSchema
}

const NewAccount = Type.Object(
  {
    name: Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,62}$' }),
    id: Type.Optional(Type.String({ pattern: '^[0-9]{12}$' })),
    organization: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
)

/** What every operation takes and answers. */
export const operations = {
  getStatus: { summary: 'How the platform is', answer: status.Status },
  signIn: { summary: 'Sign in with a password', body: person.SignIn, answer: person.Me },
  signOut: { summary: 'Sign out', answer: Done },
  getMe: { summary: 'Who is signed in', answer: person.Me },
  issueToken: { summary: 'Make a bearer token', body: NewToken, answer: person.Token },
  getHealth: { summary: 'The inside of the platform', answer: status.Health },
  listAccounts: { summary: 'Accounts', query: List, answer: person.Accounts },
  createAccount: {
    summary: 'Makes an account with an administrator; for who runs the platform',
    body: NewAccount,
    answer: person.CreatedAccount,
  },
  listPeople: {
    summary: 'Users and roles of an account',
    params: InAccount,
    query: List,
    answer: person.People,
  },

  search: { summary: 'Find anything by name', query: Search, answer: dataset.Hits },
  searchDatasets: {
    summary: 'Find datasets',
    query: SearchDatasets,
    answer: dataset.DatasetSearch,
  },
  getDataset: { summary: 'One dataset', params: InDataset, answer: dataset.Dataset },
  previewDataset: {
    summary: 'First rows, as the caller may read them',
    params: InDataset,
    answer: dataset.Preview,
  },
  listSnapshots: {
    summary: 'What changed in a dataset',
    params: InDataset,
    query: List,
    answer: dataset.Snapshots,
  },
  getDatasetAsOf: {
    summary: 'The state that readers had at an instant',
    params: InDataset,
    query: AtInstant,
    answer: dataset.AsOf,
  },
  getUsage: { summary: 'Who reads a dataset', params: InDataset, answer: dataset.Usage },
  ...lineageOperations,
  ...noticeOperations,
  ...profileOperations,
  documentDataset: {
    summary: 'Write the documentation of a dataset',
    params: InDataset,
    body: NewDocumentation,
    answer: Done,
  },

  ...keepingOperations,
  ...accountOperations,

  explainAccess: {
    summary: 'Why somebody can or cannot read a dataset',
    query: Explain,
    answer: access.Explanation,
  },
  ...ruleChangeOperations,
  ...whatIfOperations,
  ...rulesOperations,
  listGrants: { summary: 'Grants', query: ListGrants, answer: access.Grants },
  ...approvalOperations,
  ...filterOperations,
  listTags: { summary: 'LF-Tags', query: List, answer: access.LfTags },

  listVendors: { summary: 'Vendors and prospects', query: List, answer: ingestion.Vendors },
  createVendor: { summary: 'Enter a prospect', body: feed.NewVendor, answer: Id },
  updateVendor: {
    summary: 'Say who looks after a vendor, and what is next',
    params: Id,
    body: feed.ChangedVendor,
    answer: Done,
  },
  getVendor: { summary: 'One vendor', params: Id, answer: ingestion.VendorDetail },
  createAgreement: {
    summary: 'Note how a vendor delivers',
    params: Id,
    body: feed.NewAgreement,
    answer: pushing.Agreed,
  },
  renewKey: {
    summary: 'A new key for a vendor who pushes, in place of the one before',
    params: Id,
    body: pushing.RenewKey,
    answer: pushing.VendorKey,
  },
  endAgreement: {
    summary: 'Say when an agreement ends, sooner or later than before',
    params: Id,
    body: feed.EndAgreement,
    answer: Done,
  },
  listFeeds: { summary: 'Feeds', query: List, answer: ingestion.Feeds },
  createFeed: { summary: 'Take in what a vendor delivers', body: feed.NewFeed, answer: Id },
  ...feedOperations,
  ...tryingOperations,
  listDeliveries: {
    summary: 'Deliveries of a feed',
    params: Id,
    query: List,
    answer: ingestion.FeedDeliveries,
  },
  pauseFeed: {
    summary: 'Pause a feed, or let it go on',
    params: Id,
    body: pipeline.Pause,
    answer: Done,
  },
  playCalendar: {
    summary: 'Set the present of a feed whose calendar is simulated',
    params: Id,
    body: feed.PlayCalendar,
    answer: Done,
  },
  getCalendar: {
    summary: 'What was expected and what came, by feed and day',
    query: InCalendar,
    answer: ingestion.Calendar,
  },
  getDelivery: { summary: 'One delivery', params: Id, answer: ingestion.Delivery },
  listQuarantine: { summary: 'Quarantine', query: List, answer: ingestion.QuarantineItems },
  getQuarantine: {
    summary: 'One quarantined vintage',
    params: Id,
    answer: ingestion.QuarantineDetail,
  },
  decideQuarantine: {
    summary: 'Release or reject what is in quarantine',
    params: Id,
    body: ingestion.DecideQuarantine,
    answer: Done,
  },

  ...trialOperations,

  listPipelines: { summary: 'Pipelines', query: List, answer: pipeline.Pipelines },
  createPipeline: {
    summary: 'Promote a script to a pipeline',
    body: pipeline.NewPipeline,
    answer: Id,
  },
  publishVersion: {
    summary: 'Publish new code of a pipeline',
    params: Id,
    body: pipeline.NewVersion,
    answer: Id,
  },
  updatePipeline: {
    summary: 'Change what a pipeline promises, checks and is triggered by',
    params: Id,
    body: pipeline.PipelineUpdate,
    answer: pipeline.PipelineChanges,
  },
  pausePipeline: {
    summary: 'Pause a pipeline, or let it go on',
    params: Id,
    body: pipeline.Pause,
    answer: Done,
  },
  getPipeline: { summary: 'One pipeline', params: Id, answer: pipeline.PipelineDetail },
  listRuns: { summary: 'Runs of a pipeline', params: Id, query: List, answer: pipeline.Runs },
  startRun: { summary: 'Run now', params: Id, body: pipeline.StartRun, answer: Id },
  getRun: { summary: 'One run', params: Id, answer: pipeline.RunDetail },
  getRunLog: {
    summary: 'The log of a run, from a place on',
    params: Id,
    query: AfterLine,
    answer: pipeline.RunLog,
  },
  cancelRun: { summary: 'Cancel a run', params: Id, answer: Done },
  openRunDashboard: {
    summary: 'Let a browser see the Spark UI of a run, once',
    params: Id,
    answer: notebook.Entrance,
  },

  listProducts: { summary: 'The service catalogue', query: List, answer: compute.Products },
  listClusters: { summary: 'Clusters', query: List, answer: compute.Clusters },
  launchCluster: { summary: 'Start a cluster', body: compute.LaunchCluster, answer: Id },
  estimateCluster: {
    summary: 'What a cluster would be and cost',
    body: compute.LaunchCluster,
    answer: compute.Estimate,
  },
  stopCluster: { summary: 'Stop a cluster', params: Id, answer: Done },
  keepCluster: { summary: 'Let the idle time of a cluster begin anew', params: Id, answer: Done },
  listSessions: { summary: 'Sessions', query: List, answer: compute.Sessions },
  stopSession: { summary: 'Stop a session', params: Id, answer: Done },
  keepSession: { summary: 'Let the idle time of a session begin anew', params: Id, answer: Done },
  getSessionLog: {
    summary: 'The last lines of a session',
    params: Id,
    answer: compute.SessionLog,
  },
  openSessionDashboard: {
    summary: 'Let a browser see the Spark UI of a session, once',
    params: Id,
    answer: notebook.Entrance,
  },

  listNotebooks: { summary: 'One’s own notebooks', answer: notebook.Notebooks },
  openNotebook: {
    summary: 'Open a notebook',
    body: notebook.OpenNotebook,
    answer: notebook.Notebook,
  },
  getNotebook: { summary: 'A notebook', params: Id, answer: notebook.Notebook },
  enterNotebook: { summary: 'Let a browser in, once', params: Id, answer: notebook.Entrance },
  stopNotebook: { summary: 'Stop a notebook', params: Id, answer: Done },

  ...audit.auditOperations,
  ...reminders.reminderOperations,
} satisfies Record<OperationName, Shape>

type Operations = typeof operations
type Part<Name extends OperationName, Key extends 'params' | 'query' | 'body'> =
  Operations[Name] extends Record<Key, infer Schema extends TSchema> ? Static<Schema> : undefined

export type ParamsOf<Name extends OperationName> = Part<Name, 'params'>
export type QueryOf<Name extends OperationName> = Part<Name, 'query'>
export type BodyOf<Name extends OperationName> = Part<Name, 'body'>
export type AnswerOf<Name extends OperationName> = Static<Operations[Name]['answer']>
