import type { Caller } from '../../identity/index.ts'
import type { IngestionDeps } from '../deps.ts'
import type { Vendor } from '../model/ledger.ts'
import { listVendors } from './list-vendors.ts'

/** Vendors of the caller's account with all words of `text` in their names. */
export async function findVendors(
  deps: IngestionDeps,
  caller: Caller,
  { text, countMax }: { text: string; countMax: number },
): Promise<Vendor[]> {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  const vendors = await listVendors(deps, caller)
  const found = vendors.filter(({ name }) => words.every((one) => name.toLowerCase().includes(one)))
  return found.slice(0, countMax)
}
