import { createHash } from 'node:crypto'
import { DomainError } from '../../../foundation/errors.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { TrialsDeps } from '../deps.ts'
import { workspaceNameTaken } from '../errors.ts'
import { heirGrants, workspaceHome, workspaceRole } from '../model/workspace.ts'
import { grantsOf, keepGrant } from '../store/trial-parts.ts'
import { keepFile } from '../store/workspace-files.ts'
import { countCluster } from './count-cluster.ts'
import type { WorkspaceWork } from './make-workspace.ts'
import { tell } from './tell.ts'

const FILE_BYTES_MAX = 16 * 2 ** 20
const FILES_BYTES_MAX = 256 * 2 ** 20

/** Again while one of them is still there. */
export async function closeNotebooks(
  { notebooks }: Pick<TrialsDeps, 'notebooks'>,
  { workspace }: WorkspaceWork,
): Promise<false | undefined> {
  return (await notebooks.endHome(workspaceHome(workspace))) > 0 ? false : undefined
}

export async function endCluster(
  deps: Pick<TrialsDeps, 'compute' | 'sql' | 'clock'>,
  { trial, workspace }: WorkspaceWork,
): Promise<undefined> {
  const { accountId, launchToken: token } = workspace
  if (token === null) return
  await countCluster(deps, workspace, { ends: true })
  await deps.compute.endLaunched({ accountId, token, reason: `Terminated with ${trial.id}` })
}

/** As its role, which made them: those of others it does not touch. */
export async function dropTables(
  deps: Pick<TrialsDeps, 'identity' | 'catalog' | 'sql' | 'clock'>,
  { trial, workspace }: WorkspaceWork,
): Promise<undefined> {
  const { accountId, name: database, roleId } = workspace
  if (workspace.data !== 'delete' || workspace.databaseId === null) return
  const roleArn = workspaceRole(workspace)
  if ((await deps.identity.findPrincipal(roleArn))?.id !== roleId) return
  try {
    const { caller } = await deps.identity.assumeForService({
      ...{ roleArn, service: 'trials.millrace', seconds: 900 },
      sessionName: trial.id.slice(0, 64), // STS: RoleSessionName.
    })
    const ref = { accountId, database }
    let token: string | undefined
    do {
      const page = await deps.catalog.listTables(caller, { ...ref, ...(token && { token }) })
      for (const { name: table, creatorArn } of page.items)
        if (creatorArn === roleArn)
          await deps.catalog.dropTable(caller, { ...ref, table, purge: true })
      token = page.next
    } while (token !== undefined)
  } catch (error) {
    // Its role ends all the same; who decided is told that the database stays.
    if (!(error instanceof DomainError)) throw error
    const text = `tables of the workspace stay: ${error.message}`
    await transaction(deps.sql, (tx) =>
      tell(tx, trial.id, { at: deps.clock(), by: 'platform', text }),
    )
  }
}

/** With its policies and sessions, and all that its name was granted. */
export async function endRole(
  deps: Pick<TrialsDeps, 'identity' | 'governance' | 'sql' | 'clock'>,
  { trial, workspace }: WorkspaceWork,
): Promise<undefined> {
  const principal = workspaceRole(workspace)
  const found = await deps.identity.findPrincipal(principal)
  const { roleId, mark } = workspace
  const own = roleId === null ? found?.tags['millrace-workspace'] === mark : found?.id === roleId
  if (found && own) await deps.identity.endRole({ id: found.id })
  // Of a role that somebody else has made since, the grants are theirs.
  if (!found || own) await deps.governance.endGrantsOf({ principal })
  for (const { given, grantedBy } of await grantsOf(deps.sql, trial.id))
    if (given.principal === principal)
      await keepGrant(deps.sql, trial.id, { given, grantedBy, endsAt: deps.clock() })
}

/** What people wrote stays with the trial, by its digest. */
export async function keepFiles(
  { notebooks, sql }: Pick<TrialsDeps, 'notebooks' | 'sql'>,
  { trial, workspace }: WorkspaceWork,
): Promise<undefined> {
  let leftBytes = FILES_BYTES_MAX
  for await (const file of notebooks.readHome(workspaceHome(workspace))) {
    const { path, sizeBytes } = file
    const fits = sizeBytes <= Math.min(FILE_BYTES_MAX, leftBytes)
    const content = fits ? await file.content() : null
    if (content) leftBytes -= content.length
    const digest = content && `sha256:${createHash('sha256').update(content).digest('hex')}`
    await keepFile(sql, trial.id, { path, sizeBytes, digest, content })
  }
}

/** Dropped or handed over in the name of who decided; sealed by nobody’s having any right to it. */
export async function endData(
  { catalog, governance }: Pick<TrialsDeps, 'catalog' | 'governance'>,
  { workspace, actor }: WorkspaceWork,
): Promise<undefined> {
  const { accountId, name: database, databaseId, data } = workspace
  if (data === 'seal' || databaseId === null || !(await catalog.databaseStands(databaseId))) return
  const caller = await actor()
  const ref = { accountId, database }
  const found = await catalog.getDatabase(caller, ref)
  if (found.id !== databaseId) throw workspaceNameTaken({ what: 'database', name: database })
  if (data === 'delete') await catalog.dropDatabase(caller, ref)
  else for (const given of heirGrants(workspace)) await governance.grantPermissions(caller, given)
}
