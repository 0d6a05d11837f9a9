import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AccountId } from '../../identity/index.ts'
import { createNotebooks, type NotebooksDeps } from '../../notebooks/index.ts'
import { FakeBoxes } from '../../notebooks/testing/index.ts'

type Ground = Pick<NotebooksDeps, 'sql' | 'clock' | 'log' | 'identity' | 'capacity' | 'region'>

/** Real notebooks, in boxes that answer at once. */
export async function givenRooms(ground: Ground) {
  const directory = await mkdtemp(join(tmpdir(), 'millrace-trials-rooms-'))
  const boxes = new FakeBoxes()
  const notebooks = createNotebooks({
    ...{ ...ground, boxes, domain: 'millrace.test', authorityPem: 'roots' },
    ports: { first: 8671, last: 8679, open: async () => true, close: async () => {} },
    size: { cores: 1, memoryMib: 512, temporaryMib: 64 },
    directory: join(directory, 'homes'),
    sockets: directory,
    passKey: randomBytes(32),
    governingAccount: async () => '' as AccountId,
  })
  await notebooks.start()
  return {
    ...{ notebooks, boxes },
    async close() {
      notebooks.stop()
      for (const { box } of boxes.opened) boxes.close(box, 'the test is over')
      await boxes.heard()
      await rm(directory, { recursive: true })
    },
  }
}
