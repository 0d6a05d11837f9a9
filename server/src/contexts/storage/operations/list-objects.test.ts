import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import * as errors from '../errors.ts'
import { ana, type GivenStorage, givenStorage, vended } from '../testing/given-storage.ts'
import type { ListEntry } from './list-objects.ts'

const name = (entry: ListEntry) => (entry.kind === 'object' ? entry.key : entry.prefix)

async function all(
  given: GivenStorage,
  query: { prefix?: string; delimiter?: string; entriesMax?: number },
  caller = ana,
) {
  const found: string[] = []
  let from: string | undefined = ''
  while (from !== undefined) {
    const page: { entries: ListEntry[]; next?: string } = await given.storage.listObjects(caller, {
      bucket: 'lake',
      prefix: '',
      entriesMax: 1000,
      ...query,
      from,
    })
    found.push(...page.entries.map(name))
    from = page.next
  }
  return found
}

/** The definition, over all keys at once. */
function expected(keys: readonly string[], prefix: string, delimiter: string) {
  const groups = keys
    .filter((key) => key.startsWith(prefix))
    .map((key) => {
      const cut = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length)
      return cut < 0 ? key : key.slice(0, cut + delimiter.length)
    })
  return [...new Set(groups)].sort((one, two) => Buffer.compare(Buffer.from(one), Buffer.from(two)))
}

test('given any keys, when listed in any pages, then as the definition says', async () => {
  await using given = await givenStorage()
  const text = fc.array(fc.constantFrom('a', 'b', '/', '-', '\u{1f600}', '￿', 'é'), {
    maxLength: 5,
  })
  const word = text.map((letters) => letters.join(''))
  const keys = fc.uniqueArray(
    word.filter((key) => key !== ''),
    { maxLength: 12 },
  )
  const delimiter = fc.constantFrom('', '/', 'a', '-b', '￿')

  await fc.assert(
    fc.asyncProperty(keys, word, delimiter, fc.integer({ min: 1, max: 4 }), async (...sample) => {
      const [present, prefix, cut, entriesMax] = sample
      await given.database.pool.query('DELETE FROM storage.objects')
      for (const key of present) await given.storage.write(`s3://lake/${key}`, Buffer.from(''))
      const found = await all(given, { prefix, delimiter: cut, entriesMax })
      assert.deepEqual(found, expected(present, prefix, cut))
    }),
    { numRuns: 60 },
  )
})

test('given closed locations, when a bucket is listed, then they are left out', async () => {
  await using given = await givenStorage()
  for (const key of ['a', 'table', 'table/1', 'table/2', 'table2/1', 'x/table/1', 'x/y', 'z'])
    await given.storage.write(`s3://lake/${key}`, Buffer.from(''))
  given.registered.add('s3://lake/table/').add('s3://lake/x/table/')

  assert.deepEqual(await all(given, {}), ['a', 'table', 'table2/1', 'x/y', 'z'])
  assert.deepEqual(await all(given, { delimiter: '/', entriesMax: 1 }), [
    'a',
    'table',
    'table2/',
    'x/',
    'z',
  ])
  const inside = all(given, { prefix: 'table/' })
  await assert.rejects(inside, errors.accessDenied.matches)
})

test('given vended credentials, when they list, then under their prefix alone', async () => {
  await using given = await givenStorage()
  given.registered.add('s3://lake/table/')
  await given.storage.write('s3://lake/table/1', Buffer.from(''))
  const caller = vended({ location: 's3://lake/table/', access: 'read' })

  assert.deepEqual(await all(given, { prefix: 'table/' }, caller), ['table/1'])

  for (const prefix of ['', 'table', 'table2/', 'tab', 'other/'])
    await assert.rejects(all(given, { prefix }, caller), errors.accessDenied.matches)
})
