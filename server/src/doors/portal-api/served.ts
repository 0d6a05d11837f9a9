import { adoptDataset } from './adopt-dataset.ts'
import { announceDataset } from './announce-dataset.ts'
import { answerCompliance } from './answer-compliance.ts'
import { applyChanges } from './apply-changes.ts'
import { applyFeed } from './apply-feed.ts'
import { applyRules } from './apply-rules.ts'
import { askForAccess } from './ask-for-access.ts'
import { cancelAdoption } from './cancel-adoption.ts'
import { cancelRun } from './cancel-run.ts'
import { createAccount } from './create-account.ts'
import { createAgreement } from './create-agreement.ts'
import { createFeed } from './create-feed.ts'
import { createPipeline } from './create-pipeline.ts'
import { createVendor } from './create-vendor.ts'
import { decideAccessRequest } from './decide-access-request.ts'
import { decideQuarantine } from './decide-quarantine.ts'
import { decideTrial } from './decide-trial.ts'
import { deleteDataFilter } from './delete-data-filter.ts'
import { deprecateDataset } from './deprecate-dataset.ts'
import { describeDataset } from './describe-dataset.ts'
import { documentDataset } from './document-dataset.ts'
import { endAgreement } from './end-agreement.ts'
import { enterNotebook } from './enter-notebook.ts'
import { estimateCluster } from './estimate-cluster.ts'
import { explainAccess } from './explain-access.ts'
import { exportAudit } from './export-audit.ts'
import { exportReport } from './export-report.ts'
import { exportRules } from './export-rules.ts'
import { extendTrial } from './extend-trial.ts'
import { getAccessRequest } from './get-access-request.ts'
import { getAdoption } from './get-adoption.ts'
import { getApprovalRules } from './get-approval-rules.ts'
import { getCalendar } from './get-calendar.ts'
import { getDataset } from './get-dataset.ts'
import { getDatasetAsOf } from './get-dataset-as-of.ts'
import { getDatasetTags } from './get-dataset-tags.ts'
import { getDelivery } from './get-delivery.ts'
import { getFeed } from './get-feed.ts'
import { getHealth } from './get-health.ts'
import { getIsolationReport } from './get-isolation-report.ts'
import { getLineage } from './get-lineage.ts'
import { getMaintenance } from './get-maintenance.ts'
import { getMe } from './get-me.ts'
import { getMemo } from './get-memo.ts'
import { getNotebook } from './get-notebook.ts'
import { getObjectStore } from './get-object-store.ts'
import { getPipeline } from './get-pipeline.ts'
import { getProfile } from './get-profile.ts'
import { getQuarantine } from './get-quarantine.ts'
import { getReminderTargets } from './get-reminder-targets.ts'
import { getReport } from './get-report.ts'
import { getReportProgress } from './get-report-progress.ts'
import { getRun } from './get-run.ts'
import { getRunLog } from './get-run-log.ts'
import { getSessionLog } from './get-session-log.ts'
import { getStatus } from './get-status.ts'
import { getStorageUse } from './get-storage-use.ts'
import { getTrial } from './get-trial.ts'
import { getUsage } from './get-usage.ts'
import { getVendor } from './get-vendor.ts'
import { getWorkspaceFile } from './get-workspace-file.ts'
import { giveTrialAccess } from './give-trial-access.ts'
import { issueToken } from './issue-token.ts'
import { keepCluster } from './keep-cluster.ts'
import { keepSession } from './keep-session.ts'
import { launchCluster } from './launch-cluster.ts'
import { launchTrialCluster } from './launch-trial-cluster.ts'
import { linkBucket } from './link-bucket.ts'
import { listAccessRequests } from './list-access-requests.ts'
import { listAccounts } from './list-accounts.ts'
import { listAdoptions } from './list-adoptions.ts'
import { listAudit } from './list-audit.ts'
import { listAuditExports } from './list-audit-exports.ts'
import { listAudits } from './list-audits.ts'
import { listClusters } from './list-clusters.ts'
import { listDataFilters } from './list-data-filters.ts'
import { listDeliveries } from './list-deliveries.ts'
import { listEndingGrants } from './list-ending-grants.ts'
import { listFeedVersions } from './list-feed-versions.ts'
import { listFeeds } from './list-feeds.ts'
import { listGrants } from './list-grants.ts'
import { listGrantsMade } from './list-grants-made.ts'
import { listLinks } from './list-links.ts'
import { listLocations } from './list-locations.ts'
import { listMaintenance } from './list-maintenance.ts'
import { listNotebooks } from './list-notebooks.ts'
import { listPeople } from './list-people.ts'
import { listPipelines } from './list-pipelines.ts'
import { listProducts } from './list-products.ts'
import { listProfiles } from './list-profiles.ts'
import { listQuarantine } from './list-quarantine.ts'
import { listRowPolicies } from './list-row-policies.ts'
import { listRuns } from './list-runs.ts'
import { listSessions } from './list-sessions.ts'
import { listSnapshots } from './list-snapshots.ts'
import { listTagExpressions } from './list-tag-expressions.ts'
import { listTags } from './list-tags.ts'
import { listTrials } from './list-trials.ts'
import { listVendors } from './list-vendors.ts'
import { mendWorkspace } from './mend-workspace.ts'
import { nameInputs } from './name-inputs.ts'
import { openNotebook } from './open-notebook.ts'
import { openRunDashboard } from './open-run-dashboard.ts'
import { openSessionDashboard } from './open-session-dashboard.ts'
import { openTrial } from './open-trial.ts'
import { openWorkspace } from './open-workspace.ts'
import type { Operation } from './operation.ts'
import { pauseFeed } from './pause-feed.ts'
import { pausePipeline } from './pause-pipeline.ts'
import { planApprovalRules } from './plan-approval-rules.ts'
import { planChanges } from './plan-changes.ts'
import { planFeed } from './plan-feed.ts'
import { planRules } from './plan-rules.ts'
import { playCalendar } from './play-calendar.ts'
import { previewDataset } from './preview-dataset.ts'
import { profileDataset } from './profile-dataset.ts'
import { publishVersion } from './publish-version.ts'
import { putApprovalRules } from './put-approval-rules.ts'
import { putReminderTargets } from './put-reminder-targets.ts'
import { recordLineage } from './record-lineage.ts'
import { recordLineageBatch } from './record-lineage-batch.ts'
import { recordVariant } from './record-variant.ts'
import { refreshReport } from './refresh-report.ts'
import { reinstateDataset } from './reinstate-dataset.ts'
import { renewKey } from './renew-key.ts'
import { runMaintenance } from './run-maintenance.ts'
import { sampleFile } from './sample-file.ts'
import { search } from './search.ts'
import { searchDatasets } from './search-datasets.ts'
import { setMaintenanceDefaults } from './set-maintenance-defaults.ts'
import { setPublicAccess } from './set-public-access.ts'
import { setStorageQuota } from './set-storage-quota.ts'
import { signIn } from './sign-in.ts'
import { signOut } from './sign-out.ts'
import { startRun } from './start-run.ts'
import { stopAuditExport } from './stop-audit-export.ts'
import { stopCluster } from './stop-cluster.ts'
import { stopNotebook } from './stop-notebook.ts'
import { stopSession } from './stop-session.ts'
import { switchAccount } from './switch-account.ts'
import { tryConnection } from './try-connection.ts'
import { unlinkBucket } from './unlink-bucket.ts'
import { updatePipeline } from './update-pipeline.ts'
import { updateVendor } from './update-vendor.ts'
import { verifyAudit } from './verify-audit.ts'
import { verifyMemo } from './verify-memo.ts'
import { whatIf } from './what-if.ts'
import { withdrawAnnouncement } from './withdraw-announcement.ts'

/** Every operation that this door serves; the contract's others are answered as not served yet. */
export const served: readonly Operation[] = [
  getStatus,
  signOut,
  getMe,
  issueToken,
  listAccounts,
  createAccount,
  getStorageUse,
  setStorageQuota,
  setPublicAccess,
  switchAccount,
  getIsolationReport,
  signIn,
  listPeople,
  searchDatasets,
  search,
  getDataset,
  previewDataset,
  listProfiles,
  listSnapshots,
  getDatasetAsOf,
  documentDataset,
  getProfile,
  profileDataset,
  describeDataset,
  announceDataset,
  withdrawAnnouncement,
  deprecateDataset,
  reinstateDataset,
  adoptDataset,
  listAdoptions,
  getAdoption,
  cancelAdoption,
  runMaintenance,
  getMaintenance,
  listMaintenance,
  setMaintenanceDefaults,
  getLineage,
  recordLineage,
  recordLineageBatch,
  getUsage,
  listTags,
  listGrants,
  listEndingGrants,
  explainAccess,
  whatIf,
  planChanges,
  applyChanges,
  listGrantsMade,
  listDataFilters,
  getDatasetTags,
  listTagExpressions,
  listRowPolicies,
  listLocations,
  exportRules,
  planRules,
  applyRules,
  listAudit,
  verifyAudit,
  exportAudit,
  listAuditExports,
  listAudits,
  listProducts,
  listClusters,
  launchCluster,
  estimateCluster,
  stopAuditExport,
  stopCluster,
  listVendors,
  getCalendar,
  getDelivery,
  listQuarantine,
  getQuarantine,
  decideQuarantine,
  createAgreement,
  renewKey,
  endAgreement,
  createFeed,
  tryConnection,
  sampleFile,
  getFeed,
  listFeedVersions,
  planFeed,
  applyFeed,
  createVendor,
  getVendor,
  updateVendor,
  listDeliveries,
  listFeeds,
  pauseFeed,
  playCalendar,
  listTrials,
  getTrial,
  getReport,
  refreshReport,
  getReportProgress,
  exportReport,
  getMemo,
  verifyMemo,
  decideTrial,
  extendTrial,
  openTrial,
  nameInputs,
  recordVariant,
  giveTrialAccess,
  answerCompliance,
  openWorkspace,
  launchTrialCluster,
  mendWorkspace,
  getWorkspaceFile,
  askForAccess,
  decideAccessRequest,
  getAccessRequest,
  getApprovalRules,
  planApprovalRules,
  putApprovalRules,
  getReminderTargets,
  putReminderTargets,
  deleteDataFilter,
  listAccessRequests,
  listSessions,
  stopSession,
  keepSession,
  keepCluster,
  getSessionLog,
  openSessionDashboard,
  getHealth,
  getObjectStore,
  linkBucket,
  listLinks,
  unlinkBucket,
  cancelRun,
  openRunDashboard,
  createPipeline,
  getPipeline,
  getRun,
  getRunLog,
  listPipelines,
  listRuns,
  pausePipeline,
  updatePipeline,
  publishVersion,
  startRun,
  listNotebooks,
  openNotebook,
  getNotebook,
  enterNotebook,
  stopNotebook,
]
