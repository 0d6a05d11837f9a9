import type { Caller } from '../../identity/index.ts'
import type { TrialsDeps } from '../deps.ts'
import { reportHtml } from '../model/report-html.ts'
import { getReport } from './get-report.ts'

export interface Export {
  name: string
  contentType: string
  text: string
}

/**
 * The newest report as one file: JSON, or an HTML page that needs nothing else and prints well.
 *
 * @throws trials.no-such-trial, trials.no-report, identity.access-denied
 */
export async function exportReport(
  deps: TrialsDeps,
  caller: Caller,
  { id, format }: { id: string; format: 'html' | 'json' },
): Promise<Export> {
  const report = await getReport(deps, caller, { id })
  const name = `${id}-report.${format}`
  if (format === 'html') return { name, contentType: 'text/html', text: reportHtml(report) }
  return { name, contentType: 'application/json', text: `${JSON.stringify(report, null, 2)}\n` }
}
