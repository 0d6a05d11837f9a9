import { recordDone } from '../../../foundation/outbox.ts'
import type { Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import { type BookDocument, documentOf } from '../model/book-document.ts'
import { bookOf } from '../model/book-of.ts'
import { isRefusal, putDenial } from '../record.ts'
import { bookReader, demandListing } from '../steps/book-reader.ts'
import { rulesFor } from '../steps/rules.ts'

/**
 * The rules of the caller’s account as a document, for its administrators, read-only ones too.
 *
 * @throws identity.access-denied, governance.denied
 */
export async function exportRules(deps: Workings, caller: Caller): Promise<BookDocument> {
  await demandListing(deps, caller)
  const snapshot = await rulesFor(deps, [caller.accountId])
  const document = await exported().catch(async (error: unknown) => {
    if (isRefusal(error)) await putDenial(deps, caller, { permission: ACTION, resource: '*' })
    throw error
  })
  const detail = { snapshotVersion: snapshot.version }
  await recordDone(deps.sql, caller, { action: ACTION, resource: '*', detail })
  return document

  async function exported() {
    const reader = bookReader(deps, caller, { snapshot, rank: 'any' })
    return documentOf(bookOf(snapshot, reader), caller.accountId)
  }
}

const ACTION = 'governance.rules-exported'
