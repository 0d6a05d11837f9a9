import type { Caller } from '../../identity/index.ts'
import type { Paper } from '../adapters/paper.ts'
import type { TrialsDeps } from '../deps.ts'
import { reportHtml } from '../model/report-html.ts'
import { getReport } from './get-report.ts'

export type ReportFormat = 'html' | 'json' | 'pdf'

export interface Export {
  name: string
  contentType: string
  /** What is text; a PDF is bytes. */
  text?: string
  base64?: string
}

/**
 * The newest report as one file that needs nothing else: JSON, an HTML page that prints well, or a
 * PDF.
 *
 * @throws trials.no-such-trial, trials.no-report, identity.access-denied
 */
export async function exportReport(
  deps: TrialsDeps & { paper: Paper },
  caller: Caller,
  { id, format }: { id: string; format: ReportFormat },
): Promise<Export> {
  const report = await getReport(deps, caller, { id })
  const name = `${id}-report.${format}`
  if (format === 'html') return { name, contentType: 'text/html', text: reportHtml(report) }
  if (format === 'json')
    return { name, contentType: 'application/json', text: `${JSON.stringify(report, null, 2)}\n` }
  const base64 = (await deps.paper.print(report)).toString('base64')
  return { name, contentType: 'application/pdf', base64 }
}
