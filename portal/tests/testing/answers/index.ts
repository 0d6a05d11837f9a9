import type { AnswerOf, OperationName } from '@millrace/contract'
import { audit } from './audit.ts'
import { DATASET, LINEAGE, PREVIEW, PROFILE, SEARCH, USAGE, WHY } from './data.ts'
import { FEED, FEED_PLAN, FEED_VERSIONS } from './feeds.ts'
import { ALT_DATA, at, DAY, EQUITIES, GOVERNANCE, ME, QUANT, STATUS } from './people.ts'
import { GRANT, REQUEST, SHOWN_REQUEST, TERM } from './requests.ts'
import { rules } from './rules.ts'
import * as work from './work.ts'

const QUANT_ARN = 'arn:aws:iam::444444444444:role/quant-research'

/** What the far side of the network answers in these tests; the portal never holds any of it. */
export const answers: { [Name in OperationName]?: AnswerOf<Name> } = {
  getStatus: STATUS,
  getMe: ME,
  signIn: ME,
  signOut: { done: true },
  search: {
    items: [
      {
        kind: 'dataset',
        title: 'mobility.flights',
        path: '/datasets/111111111111/mobility/flights',
      },
      { kind: 'trial', title: work.REJECTED.title, detail: 'no-buy', path: '/trials/tr-2' },
    ],
  },
  searchDatasets: SEARCH,
  getDataset: DATASET,
  previewDataset: PREVIEW,
  listSnapshots: {
    items: [
      { id: '6094782138471', committedAt: at(-95), operation: 'append', addedRows: 737 },
      { id: '5094782138471', committedAt: at(-DAY), operation: 'append', addedRows: 902 },
    ],
  },
  getUsage: USAGE,
  getProfile: PROFILE,
  listProfiles: { items: [PROFILE] },
  getLineage: LINEAGE,
  explainAccess: WHY,
  askForAccess: { id: 'ar-2' },
  listGrants: { items: [GRANT, TERM] },
  listEndingGrants: { items: [TERM] },
  listAccessRequests: { items: [REQUEST] },
  getAccessRequest: SHOWN_REQUEST,
  listTags: {
    items: [
      {
        account: GOVERNANCE,
        key: 'sensitivity',
        values: [{ value: 'public' }, { value: 'internal' }],
      },
    ],
  },
  listVendors: {
    items: [{ id: 'v-1', name: 'Skyfeed', stage: 'agreement', feeds: 3, nextStep: 'renew in May' }],
  },
  getVendor: {
    id: 'v-1',
    name: 'Skyfeed',
    stage: 'agreement',
    feeds: 3,
    contacts: [{ name: 'Ada Byrne', address: 'ada@skyfeed.test', role: 'Support' }],
    agreement: { id: 'agr-1', agreedAt: at(-90 * DAY), licence: 'trial', terms: [] },
    feedList: [work.DELIVERY.feed],
    ...{
      closed: false,
      owner: QUANT_ARN,
      seenBy: QUANT_ARN,
      seenAt: at(-120 * DAY),
      nextStep: 'renew in May',
    },
    verdicts: [
      {
        ...{ trialId: 't-0', title: 'Does Skyfeed know delays first?', decidedAt: at(-95 * DAY) },
        verdict: 'tried, bought: complete, and a day ahead',
      },
    ],
    related: [{ account: GOVERNANCE, database: 'mobility', table: 'flights' }],
  },
  getFeed: FEED,
  listFeedVersions: { items: FEED_VERSIONS },
  planFeed: FEED_PLAN,
  applyFeed: { id: 'f-1', version: 3, changed: true },
  pauseFeed: { done: true },
  getCalendar: work.CALENDAR,
  getDelivery: work.DELIVERY,
  listQuarantine: { items: [work.QUARANTINED] },
  getQuarantine: work.QUARANTINED,
  listTrials: { items: [work.TRIAL, work.REJECTED] },
  getTrial: work.TRIAL_DETAIL,
  getReport: work.REPORT,
  getReportProgress: { state: 'none' },
  refreshReport: { state: 'waiting', askedAt: at(0) },
  getMemo: work.MEMO,
  listPipelines: { items: [work.PIPELINE] },
  getPipeline: work.PIPELINE,
  listRuns: { items: [work.RUN] },
  getRun: work.RUN,
  getRunLog: {
    lines: [
      { stream: 'out', text: 'reading slice 2013-12-31' },
      { stream: 'err', text: 'WARN 3 rows without a listed carrier' },
    ],
    next: '2',
    finished: true,
  },
  listProducts: {
    items: [
      {
        id: 'prod-small',
        name: 'Small cluster',
        description: 'For looking around: one driver.',
        vcpu: 2,
        memoryGb: 8,
        architecture: 'x86-64',
        usdPerHour: 0.096,
        parameters: [
          { key: 'InstanceType', label: 'Instance type', allowed: ['m5.large', 'm6g.large'] },
          { key: 'IdleMinutes', label: 'Stop after idle minutes', default: '30', minimum: 1 },
        ],
      },
    ],
  },
  listClusters: {
    items: [
      {
        id: 'j-3KX0QH2V',
        name: 'flights notebook',
        account: EQUITIES,
        state: 'WAITING',
        live: true,
        createdAt: at(-40),
        idleEndsAt: at(20),
        instanceType: 'm5.large',
        vcpu: 2,
        memoryGb: 8,
        costUsd: 0.064,
        mayStop: true,
      },
    ],
  },
  listNotebooks: {
    items: [
      {
        id: 'xwccshw9qv9moi4e',
        role: 'arn:aws:iam::444444444444:role/quant-research',
        state: 'running',
        openedAt: at(-12),
        mayEnter: true,
        mayStop: true,
      },
      {
        id: 'pjjt6k46zpa8r6a4',
        state: 'ended',
        reason: 'it was stopped by its owner',
        openedAt: at(-300),
        endedAt: at(-200),
        mayEnter: false,
        mayStop: false,
      },
    ],
    roles: ['arn:aws:iam::444444444444:role/quant-research'],
  },
  openNotebook: {
    id: 'xwccshw9qv9moi4e',
    state: 'starting',
    openedAt: at(0),
    mayEnter: true,
    mayStop: true,
  },
  listSessions: {
    items: [
      {
        id: '7',
        kind: 'pyspark',
        state: 'idle',
        live: true,
        principal: 'arn:aws:iam::444444444444:role/quant-research',
        startedAt: at(-38),
        statements: 12,
        mayStop: true,
      },
    ],
  },
  estimateCluster: {
    release: 'spark-4.1',
    machines: [{ role: 'MASTER', type: 'm5.xlarge', count: 1 }],
    hourlyRateMilli: 192,
    idleMinutes: 60,
    cuts: [],
  },
  openSessionDashboard: { url: 'http://127.0.0.1:8721/millrace/enter?code=once' },
  openRunDashboard: { url: 'http://127.0.0.1:8722/millrace/enter?code=once' },
  getSessionLog: { lines: ['the driver is ready', 'statement 12 took 3.1 s'] },
  ...audit,
  ...rules,
  listAccounts: {
    items: [
      { ...GOVERNANCE, organization: true },
      { ...ALT_DATA, organization: true },
      { ...EQUITIES, organization: true },
    ],
  },
  listPeople: {
    items: [{ name: 'quant', arn: QUANT, kind: 'user', account: EQUITIES, policies: ['research'] }],
  },
  getHealth: {
    checkedAt: at(0),
    startedAt: at(-600),
    versions: { platform: '0.1.0', node: '24.21.0' },
    components: [],
    checks: [
      { name: 'Disk', state: 'ok', detail: '41 GB free' },
      { name: 'Java', state: 'failed', detail: 'not found', fix: 'apt-get install openjdk-17-jre' },
    ],
    queues: [{ name: 'catalog.purge', waiting: 2, failed: 1, oldestAt: at(-3) }],
    disk: { usedBytes: 4e9, freeBytes: 41e9 },
  },
}
