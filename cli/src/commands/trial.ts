import { writeFileSync } from 'node:fs'
import type { Memo, Report, Trial, TrialDetail } from '@millrace/contract'
import { callApi, profileToken } from '../api.ts'
import type { Home } from '../home.ts'

async function ask(
  home: Home,
  profile: string,
  call: { method: string; path: string; body?: unknown },
): Promise<unknown> {
  return await callApi(home, { ...call, token: await profileToken(home, profile) })
}

const pathOf = (id: string, part = '') => `/trials/${encodeURIComponent(id)}${part}`

/** One line per trial: stage or decision, end, title, and what it found. */
export async function listTrials(home: Home, profile: string, text = ''): Promise<Trial[]> {
  const path = `/trials?text=${encodeURIComponent(text)}`
  return ((await ask(home, profile, { method: 'GET', path })) as { items: Trial[] }).items
}

export async function showTrial(home: Home, profile: string, id: string): Promise<TrialDetail> {
  return (await ask(home, profile, { method: 'GET', path: pathOf(id) })) as TrialDetail
}

/** The newest report; written to `file` as HTML or, by its name, as JSON. */
export async function reportOfTrial(
  home: Home,
  profile: string,
  of: { id: string; file?: string; refresh: boolean },
): Promise<Report | string> {
  const path = pathOf(of.id, '/report')
  if (of.refresh) await ask(home, profile, { method: 'POST', path, body: {} })
  if (of.file === undefined) return (await ask(home, profile, { method: 'GET', path })) as Report
  const format = of.file.endsWith('.json') ? 'json' : 'html'
  const call = { method: 'GET', path: `${path}/file?format=${format}` }
  const { text } = (await ask(home, profile, call)) as { text: string }
  writeFileSync(of.file, text)
  return of.file
}

/** Each metric in one line. */
export function reportLines({ sections }: Report): string[] {
  return sections.flatMap(({ metrics }) =>
    metrics.map(({ id, name, verdict, text, missing }) => {
      const said = verdict === 'not-computable' ? `not computable: ${missing}` : (text ?? '')
      return `${id.padEnd(4)} ${verdict.padEnd(15)} ${name.padEnd(22)} ${said}`
    }),
  )
}

export async function decideTrial(
  home: Home,
  profile: string,
  of: { id: string; decision: string; reasons: string[] },
): Promise<Memo> {
  const { id, ...body } = of
  await ask(home, profile, { method: 'POST', path: pathOf(id, '/decision'), body })
  return (await ask(home, profile, { method: 'GET', path: pathOf(id, '/memo') })) as Memo
}
