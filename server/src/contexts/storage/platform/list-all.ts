import type { StorageParts } from '../deps.ts'
import type { ObjectFacts } from '../face.ts'
import { linkedAt, listAllAtLink } from '../links/own-access.ts'
import { formatLocation, keyAfter, parseLocation } from '../model/location.ts'
import { listKeys } from '../store/listing.ts'

const PAGE_KEYS = 1000

/** All objects whose location starts with `prefix`, a page at a time. */
export async function* listFrom(
  deps: Pick<StorageParts, 'sql' | 'gathering' | 'links'>,
  prefix: string,
): AsyncIterable<ObjectFacts> {
  const { bucket, key } = parseLocation(prefix)
  const linked = await linkedAt(deps, bucket)
  if (linked) return yield* listAllAtLink(linked, { bucket, key })
  let from = key
  for (;;) {
    const page = await listKeys(deps.sql, { bucket, prefix: key, from, limit: PAGE_KEYS })
    for (const { key: found, ...facts } of page)
      yield { location: formatLocation({ bucket, key: found }), ...facts }
    const last = page.at(-1)
    if (!last || page.length < PAGE_KEYS) return
    from = keyAfter(last.key)
  }
}
