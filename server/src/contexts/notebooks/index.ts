import { Codes } from '../../foundation/codes.ts'
import type { Subscription } from '../../foundation/events.ts'
import { type AccountId, type Caller, ROLE_ENDED } from '../identity/index.ts'
import type { NotebooksDeps } from './deps.ts'
import type { Notebook } from './model/notebook.ts'
import { admit, enterNotebook, reach } from './operations/enter-notebook.ts'
import { getNotebook, listNotebooks } from './operations/get-notebook.ts'
import { type OpenNotebook, openNotebook } from './operations/open-notebook.ts'
import { openTo } from './operations/open-to.ts'
import { type HomeFile, readHome } from './operations/read-home.ts'
import { endAccount, endHome, endRole, stopNotebook } from './operations/stop-notebook.ts'
import type { NotebooksParts } from './parts.ts'
import { Servers } from './servers/servers.ts'

export type { NotebookSize, NotebooksDeps } from './deps.ts'
export { BOX_PREFIX, type Notebook, type NotebookState } from './model/notebook.ts'
export type { HomeFile } from './operations/read-home.ts'

export interface HomeName {
  accountId: AccountId
  name: string
}

export interface Notebooks {
  /** Finds the notebooks that are there; once, at the start of the server. */
  start(): Promise<void>
  stop(): void
  /** Ends what its owner may no longer have, and renews rights; by itself every few seconds. */
  sweep(): Promise<void>
  /** May the caller open notebooks? */
  openTo(caller: Caller): Promise<boolean>
  /** ARNs of the roles that the caller may open a notebook as. */
  listRoles(caller: Caller): Promise<string[]>
  openNotebook(caller: Caller, wish: OpenNotebook): Promise<Notebook>
  getNotebook(caller: Caller, id: string): Promise<Notebook>
  listNotebooks(caller: Caller): Promise<Notebook[]>
  stopNotebook(caller: Caller, id: string): Promise<void>
  /** Ends what is open in a home that a later context gave; answers what has not ended yet. */
  endHome(home: HomeName): Promise<number>
  /** What people left in such a home, without what programs keep for themselves. */
  readHome(home: HomeName): AsyncIterable<HomeFile>
  /** A code that lets one browser in on the notebook’s port, once. */
  enterNotebook(caller: Caller, id: string): Promise<{ port: number; code: string }>
  /** Changes a code for a pass. */
  admit(presented: { port: number; code: string }): Promise<string>
  /** The unix socket of the notebook that a pass opens. */
  reach(presented: { port: number; pass: string }): Promise<string>
  subscriptions(): Subscription[]
}

export function createNotebooks(deps: NotebooksDeps): Notebooks {
  const servers = new Servers(deps)
  const parts: NotebooksParts = { ...deps, servers, codes: new Codes() }
  return {
    start: () => servers.start(),
    stop: () => servers.stop(),
    sweep: () => servers.sweep(),
    openTo: (caller) => openTo(parts, caller),
    listRoles: (caller) => deps.identity.listAssumableRoles(caller),
    openNotebook: (caller, wish) => openNotebook(parts, caller, wish),
    getNotebook: (caller, id) => getNotebook(parts, caller, id),
    listNotebooks: (caller) => listNotebooks(parts, caller),
    stopNotebook: (caller, id) => stopNotebook(parts, caller, id),
    endHome: (home) => endHome(parts, home),
    readHome: (home) => readHome(parts, home),
    enterNotebook: (caller, id) => enterNotebook(parts, caller, id),
    admit: (presented) => admit(parts, presented),
    reach: (presented) => reach(parts, presented),
    subscriptions: () => [
      {
        event: 'identity.account-isolated',
        subscriber: 'notebooks.on-account-isolated',
        handle: (payload) => endAccount(parts, payload as { accountId: string }),
      },
      {
        event: ROLE_ENDED,
        subscriber: 'notebooks.on-role-ended',
        handle: (payload) => endRole(parts, payload as { roleArn: string; endedAt: string }),
      },
    ],
  }
}
