import { randomText } from '../../../foundation/ids.ts'
import { afterCommit, type SqlTransaction, transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import { audit } from '../audit.ts'
import { homeElsewhere, narrowedSession, noFreePort } from '../errors.ts'
import type { Notebook, SharedHome } from '../model/notebook.ts'
import type { NotebooksParts } from '../parts.ts'
import { rightsOf, signInFor } from '../servers/rights.ts'
import {
  homeNumber,
  insertNotebook,
  livingNotebooks,
  lockOpening,
  updateLiving,
} from '../store/notebooks.ts'
import { narrowed, ownerOf } from './get-notebook.ts'
import { opening } from './open-to.ts'

const MIB = 2 ** 20
/** Of a core: a notebook waits for its person most of the time. */
const INTERACTIVE_SHARE = 0.25

export interface OpenNotebook {
  roleArn?: string
  /** In place of the caller’s own; only later contexts say so, and who may. */
  home?: SharedHome
}

/**
 * Opens the caller’s notebook as a role that the caller may assume, or as the caller. The one that
 * is there already is answered, and lasts as long as this sign-in from now on.
 *
 * @throws identity.access-denied, notebooks.narrowed-session, notebooks.no-free-port,
 * notebooks.not-isolated, notebooks.home-elsewhere, compute.capacity-exceeded
 */
export async function openNotebook(
  parts: NotebooksParts,
  caller: Caller,
  { roleArn, home }: OpenNotebook,
): Promise<Notebook> {
  await parts.identity.demand(caller, opening(parts, caller))
  if (narrowed(caller)) throw narrowedSession({ arn: caller.arn })
  parts.servers.demandIsolation()
  const id = randomText(16, 'lower')
  const { assumedThrough = [] } = caller
  const signIn = await signInFor(parts, caller, { id })
  const wish = { id, roleArn, signIn, assumedThrough, ...ownerOf(caller) }
  // A role that may not be assumed is said now, not when the box is up.
  await rightsOf(parts, wish)
  return transaction(parts.sql, async (tx) => {
    await lockOpening(tx)
    const living = await livingNotebooks(tx)
    const same = living.find(
      (one) => one.owner === wish.owner && one.roleArn === roleArn && one.state !== 'stopping',
    )
    const homeOf = { accountId: wish.accountId, owner: home?.name ?? wish.owner }
    const number = await homeNumber(tx, homeOf)
    if (!same)
      return insert(parts, tx, { wish, living, home: { number, files: home?.files ?? {} } })
    if (home && same.homeNumber !== number) throw homeElsewhere({ notebook: same.id })
    return prolong(parts, tx, { caller, same })
  })
}

async function prolong(
  parts: NotebooksParts,
  tx: SqlTransaction,
  { caller, same }: { caller: Caller; same: Notebook },
): Promise<Notebook> {
  // What runs in it was begun with earlier sign-ins: the accounts behind any of them end it.
  const assumedThrough = [...new Set([...same.assumedThrough, ...(caller.assumedThrough ?? [])])]
  await updateLiving(tx, same.id, {
    signIn: await signInFor(parts, caller, same),
    assumedThrough,
  })
  return same
}

async function insert(
  parts: NotebooksParts,
  tx: SqlTransaction,
  given: {
    wish: Pick<Notebook, 'id' | 'accountId' | 'owner' | 'roleArn' | 'signIn' | 'assumedThrough'>
    living: readonly Notebook[]
    home: { number: number; files: SharedHome['files'] }
  },
): Promise<Notebook> {
  const { wish, living, home } = given
  const { accountId } = wish
  const { cores, memoryMib, temporaryMib } = parts.size
  const { id: reservationId } = await parts.capacity.reserve(
    {
      owner: { kind: 'account', id: accountId, accountId },
      cpu: cores * INTERACTIVE_SHARE,
      memoryBytes: memoryMib * MIB,
      diskBytes: temporaryMib * MIB,
    },
    tx,
  )
  const notebook = {
    ...wish,
    homeNumber: home.number,
    port: await freePort(parts, new Set(living.map(({ port }) => port))),
    state: 'starting' as const,
    reservationId,
    openedAt: parts.clock(),
  }
  await insertNotebook(tx, notebook)
  await audit(tx, wish, 'notebooks.notebook-opened')
  const opened: Notebook = { ...notebook, reason: undefined, endedAt: undefined }
  afterCommit(tx, () => parts.servers.begin(opened, home.files))
  return opened
}

async function freePort({ ports }: NotebooksParts, taken: ReadonlySet<number>): Promise<number> {
  for (let port = ports.first; port <= ports.last; port += 1)
    if (!taken.has(port) && (await ports.open(port))) return port
  throw noFreePort({ first: ports.first, last: ports.last })
}
