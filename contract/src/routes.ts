/** Method and path of every operation below `/api/v1`; `:name` is a parameter. */
export const routes = {
  getStatus: 'GET /status',
  signIn: 'POST /sign-in',
  signOut: 'POST /sign-out',
  getMe: 'GET /me',
  issueToken: 'POST /tokens',
  getHealth: 'GET /health',
  listAccounts: 'GET /accounts',
  listPeople: 'GET /accounts/:account/people',

  search: 'GET /search',
  searchDatasets: 'GET /datasets',
  getDataset: 'GET /datasets/:account/:database/:table',
  previewDataset: 'GET /datasets/:account/:database/:table/preview',
  listSnapshots: 'GET /datasets/:account/:database/:table/snapshots',
  getUsage: 'GET /datasets/:account/:database/:table/usage',
  getLineage: 'GET /datasets/:account/:database/:table/lineage',
  documentDataset: 'PUT /datasets/:account/:database/:table/documentation',

  explainAccess: 'GET /access/explanation',
  listGrants: 'GET /access/grants',
  askForAccess: 'POST /access/requests',
  listAccessRequests: 'GET /access/requests',
  decideAccessRequest: 'POST /access/requests/:id/decision',
  listTags: 'GET /tags',

  listVendors: 'GET /vendors',
  getVendor: 'GET /vendors/:id',
  getCalendar: 'GET /deliveries/calendar',
  getDelivery: 'GET /deliveries/:id',
  listQuarantine: 'GET /quarantine',
  getQuarantine: 'GET /quarantine/:id',
  decideQuarantine: 'POST /quarantine/:id/decision',

  listTrials: 'GET /trials',
  getTrial: 'GET /trials/:id',
  getReport: 'GET /trials/:id/report',
  getMemo: 'GET /trials/:id/memo',
  decideTrial: 'POST /trials/:id/decision',
  extendTrial: 'POST /trials/:id/extension',

  listPipelines: 'GET /pipelines',
  getPipeline: 'GET /pipelines/:id',
  listRuns: 'GET /pipelines/:id/runs',
  startRun: 'POST /pipelines/:id/runs',
  getRun: 'GET /runs/:id',
  getRunLog: 'GET /runs/:id/log',
  cancelRun: 'POST /runs/:id/cancellation',

  listProducts: 'GET /compute/products',
  listClusters: 'GET /compute/clusters',
  launchCluster: 'POST /compute/clusters',
  stopCluster: 'POST /compute/clusters/:id/stop',
  listSessions: 'GET /compute/sessions',
  stopSession: 'POST /compute/sessions/:id/stop',
  openNotebook: 'POST /notebooks',

  listAudit: 'GET /audit/records',
  verifyAudit: 'GET /audit/chains',
} as const

export type OperationName = keyof typeof routes
