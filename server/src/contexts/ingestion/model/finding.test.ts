import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { lineOfRow } from './finding.ts'

test('given any rejected lines, when good rows are numbered, then they get the other lines', () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { maxLength: 60 }), fc.nat(2), (good, headerLines) => {
      const lines = good.map((row, index) => ({ row, line: index + headerLines + 1 }))
      const rejected = lines.filter(({ row }) => !row).map(({ line }) => line)
      const kept = lines.filter(({ row }) => row).map(({ line }) => line)

      assert.deepEqual(
        kept.map((_line, index) => lineOfRow(index, rejected, headerLines)),
        kept,
      )
    }),
  )
})
