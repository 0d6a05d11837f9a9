import assert from 'node:assert/strict'
import { test } from 'node:test'
import { notExternal } from '../errors.ts'
import { flights, givenCatalog, schema } from '../testing/given-catalog.ts'
import { givenRaw, raw, rawDefinition } from '../testing/given-external.ts'

test('given versions, when they are deleted, then the current one stays', async () => {
  await using given = await givenCatalog()
  const { catalog, ana } = given
  await givenRaw(given)
  await catalog.updateExternalTable(ana, { ...raw, definition: rawDefinition, archived: true })

  const failures = await catalog.deleteTableVersions(ana, { ...raw, versions: [1, 2, 9] })

  assert.deepEqual(
    failures.map(({ version, error }) => [version, error.code]),
    [
      [2, 'catalog.current-version'],
      [9, 'catalog.no-such-version'],
    ],
  )
  const { items } = await catalog.listTableVersions(ana, raw)
  assert.equal(items.length, 1)
  await catalog.createTable(ana, { ...flights, schema })
  const iceberg = catalog.deleteTableVersions(ana, { ...flights, versions: [1] })
  await assert.rejects(iceberg, notExternal.matches)
})
