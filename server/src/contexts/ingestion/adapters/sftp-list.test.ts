import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SFTPWrapper } from 'ssh2'
import { listFiles } from './sftp-list.ts'

/** A far side that never comes to the end of its list. */
function endless(entries: readonly unknown[]) {
  let answers = 0
  const sftp = {
    opendir: (_path: string, done: (error: undefined, handle: Buffer) => void) =>
      done(undefined, Buffer.alloc(1)),
    readdir: (_handle: Buffer, done: (error: undefined, found: readonly unknown[]) => void) => {
      answers += 1
      // Whoever asks on is let go, so that the test ends.
      if (answers > 200_000) throw new Error('it was asked for ever')
      done(undefined, entries)
    },
  }
  return sftp as unknown as SFTPWrapper
}

test('given a listing without an end, when listed, then it is given up', async () => {
  const directories = Array.from({ length: 1000 }, () => ({
    ...{ filename: 'a', attrs: { isFile: () => false } },
  }))
  const of = { directory: 'd', lost: () => () => {} }

  await assert.rejects(listFiles(endless(directories), of), /it holds over 1000000 entries/)
  await assert.rejects(listFiles(endless([]), of), /it takes over 100000 answers/)
})
