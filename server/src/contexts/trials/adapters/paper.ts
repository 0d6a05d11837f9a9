import { AssertionError } from 'node:assert/strict'
import { Worker } from 'node:worker_threads'
import type { Report } from '../model/report.ts'

export interface Paper {
  print(report: Report): Promise<Buffer>
}

/** Lays reports out in a thread beside the server's own, one at a time: it takes seconds. */
export function createPaper(): Paper {
  let last: Promise<unknown> = Promise.resolve()
  return {
    print(report) {
      const printed = last.then(() => inThread(report))
      last = printed.catch(() => undefined)
      return printed
    },
  }
}

async function inThread(report: Report): Promise<Buffer> {
  const worker = new Worker(new URL('./paper-thread.ts', import.meta.url), {
    ...{ workerData: report, env: {} },
  })
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>()
  worker.once('message', resolve)
  worker.once('error', reject)
  worker.once('exit', (code) =>
    reject(new AssertionError({ message: `the thread ended with ${code} and no PDF` })),
  )
  return Buffer.from(await promise)
}
