import type { Metric } from './metric.ts'
import { escapeHtml, plotSvg } from './plot-svg.ts'
import { type Report, reportFacts, tally } from './report.ts'

const STYLE = `
:root{color-scheme:light}body{font:15px/1.5 system-ui,sans-serif;color:#1b1f24;max-width:46rem;
margin:2rem auto;padding:0 1rem}h1{font-size:1.6rem}h2{margin-top:2rem;border-bottom:1px solid #ccd}
article{break-inside:avoid;margin:1rem 0;padding:.75rem 1rem;
border:1px solid #dde;border-radius:6px}
article h3{margin:0;font-size:1rem;display:flex;justify-content:space-between;gap:1rem}
.passed{color:#1d6b3f}.failed{color:#b3261e}.noted,.not-computable{color:#555}
small,.soft{color:#555}svg{width:100%;height:auto;font-family:system-ui}
table{border-collapse:collapse}td,th{text-align:left;padding:.15rem 1rem .15rem 0}
@media print{body{margin:0;max-width:none}a{color:inherit}}`

const WORDS: Readonly<Record<Metric['verdict'], string>> = {
  passed: 'passed',
  failed: 'failed',
  noted: 'noted',
  'not-computable': 'not computable',
}

/** One page that needs nothing else: no script, no font, no picture from anywhere. */
export function reportHtml(report: Report): string {
  const { title, sections } = report
  const { passed, failed, notComputable } = tally(report)
  const body = sections.map(
    ({ title: name, summary, metrics }) =>
      `<section><h2>${escapeHtml(name)}</h2><p class="soft">${escapeHtml(summary)}</p>` +
      `${metrics.map(metricHtml).join('')}</section>`,
  )
  return (
    `<!doctype html><html lang="en"><head><meta charset="utf-8">` +
    `<title>${escapeHtml(title)}</title>` +
    `<meta name="viewport" content="width=device-width"><style>${STYLE}</style></head><body>` +
    `<h1>${escapeHtml(title)}</h1><p><b class="passed">${passed} passed</b>, ` +
    `<b class="failed">${failed} failed</b>, ${notComputable} not computable</p>` +
    `${factsHtml(report)}${body.join('')}</body></html>\n`
  )
}

function factsHtml(report: Report): string {
  const rows = reportFacts(report).map(
    ([name, value]) => `<tr><th>${escapeHtml(name)}</th><td>${escapeHtml(value)}</td></tr>`,
  )
  return `<table>${rows.join('')}</table>`
}

function metricHtml(metric: Metric): string {
  const { id, name, verdict, text, gate, gateFrom, missing, remedy, observations } = metric
  const { window, plot } = metric
  const facts = [
    gate && `gate ${gate} (${gateFrom === 'charter' ? 'from the charter' : 'our proposal'})`,
    observations !== undefined && `n = ${observations.toLocaleString('en-US')}`,
    window,
  ].filter((fact) => typeof fact === 'string')
  const how = escapeHtml(remedy ?? '')
  const told = missing === undefined ? '' : `<p>Not computable: ${escapeHtml(missing)}. ${how}</p>`
  return (
    `<article id="${escapeHtml(id)}"><h3><span>${escapeHtml(`${id} ${name}`)}</span>` +
    `<span class="${verdict}">${escapeHtml(text ?? '')} ${WORDS[verdict]}</span></h3>` +
    `${plot ? plotSvg(plot) : ''}${told}<p class="soft">${escapeHtml(metric.definition)}</p>` +
    `<small>${escapeHtml(facts.join(' · '))}</small></article>`
  )
}
