import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { openHome } from '../../cli/src/home.ts'
import type { VendorFacts } from '../vendor/main.ts'
import { verify } from './verify.ts'

/** The vendor, as the story sees it: its address book, and how far it has delivered. */
export interface Vendor {
  facts: VendorFacts
  deliverThrough(day: string): Promise<void>
  useBucket(bucket: { bucket: string; accessKeyId: string; secretAccessKey: string }): Promise<void>
}

/** What is on stage beside the platform; the vendor is a process that starts when it is needed. */
export interface Stage {
  vendor(): Promise<Vendor>
  /** What the step does or waits for now; people see it where they ask how the platform is. */
  note(text: string): void
  close(): void
}

const START_SECONDS_MAX = 30

export function createStage(note: Stage['note']): Stage {
  let child: ChildProcess | undefined
  let starting: Promise<Vendor> | undefined
  const start = async () => {
    const home = join(openHome().path, 'demo')
    mkdirSync(home, { recursive: true, mode: 0o700 })
    const program = join(import.meta.dirname, '../vendor/main.ts')
    child = spawn(process.execPath, [program, '--home', home], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    await saysReady(child)
    return vendorOf(JSON.parse(readFileSync(join(home, 'vendor.json'), 'utf8')) as VendorFacts)
  }
  return {
    vendor: () => {
      starting ??= start()
      return starting
    },
    note,
    close: () => {
      child?.kill('SIGTERM')
    },
  }
}

function saysReady(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(
      () => reject(new TypeError(`the vendor did not start in ${START_SECONDS_MAX} s`)),
      START_SECONDS_MAX * 1000,
    )
    child.once('exit', (code) => reject(new TypeError(`the vendor ended with ${code}`)))
    child.stdout?.on('data', (text: Buffer) => {
      if (!text.toString().includes('ready')) return
      clearTimeout(late)
      resolve()
    })
  })
}

function vendorOf(facts: VendorFacts): Vendor {
  const ask = async (path: string, body: object) => {
    const response = await fetch(`${facts.control.url}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${facts.control.token}` },
      body: JSON.stringify(body),
    })
    verify(response.ok, `the vendor does "${path}": ${await response.text()}`)
  }
  return {
    facts,
    deliverThrough: (through) => ask('/deliver', { through }),
    useBucket: (bucket) =>
      ask('/bucket', { ...bucket, endpoint: openHome().url, region: 'us-east-1' }),
  }
}
