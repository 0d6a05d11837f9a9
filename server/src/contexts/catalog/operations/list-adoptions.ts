import type { Caller } from '../../identity/index.ts'
import type { Adoption } from '../adoption/model/adoption.ts'
import type { Page, PageRequest } from '../model/face.ts'
import { adoptionsOf } from '../store/adoptions.ts'
import type { Workings } from '../workings.ts'

const PAGE_SIZE = 50

/** The runs that the caller asked for, the newest first. */
export async function listAdoptions(
  { sql }: Pick<Workings, 'sql'>,
  caller: Caller,
  query: PageRequest,
): Promise<Page<Adoption>> {
  const { size = PAGE_SIZE, token } = query
  const items = await adoptionsOf(sql, {
    askerArn: caller.principalArn,
    limit: size + 1,
    ...(token === undefined ? {} : { before: token }),
  })
  const last = items[size - 1]
  return items.length > size && last ? { items: items.slice(0, size), next: last.id } : { items }
}
