import { noSuchItem } from './errors.ts'
import { wireReport } from './isolation-report.ts'
import { sharedOperation } from './operation.ts'

/** The report of the last isolation, for who runs the platform or governs it. */
export const getIsolationReport = sharedOperation('getIsolationReport', async (deps, call) => {
  const named = call.params.account
  const accounts = await deps.identity.accounts()
  const accountId = accounts.find(({ name }) => name === named)?.id ?? named
  const report = await deps.governance.isolationReport(call.caller, accountId)
  if (!report) throw noSuchItem({ kind: 'isolation report', id: named })
  return wireReport(report)
})
