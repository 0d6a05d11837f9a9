import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import pdfmake, { type Content, type Definition } from 'pdfmake'
import type { Metric } from '../model/metric.ts'
import { plotSvg } from '../model/plot-svg.ts'
import { type Report, reportFacts, tally } from '../model/report.ts'

const FONTS = join(dirname(createRequire(import.meta.url).resolve('pdfmake/package.json')), 'fonts')
const ROBOTO = join(FONTS, 'Roboto')
const WIDTH = 500
const SOFT = '#555555'
const INKS: Readonly<Record<Metric['verdict'], string>> = {
  ...{ passed: '#1d6b3f', failed: '#b3261e', noted: SOFT, 'not-computable': SOFT },
}

/** The report as a document for paper; it needs no browser on this host. */
export async function reportPdf(report: Report): Promise<Buffer> {
  pdfmake.setFonts({
    Roboto: {
      normal: join(ROBOTO, 'Roboto-Regular.ttf'),
      bold: join(ROBOTO, 'Roboto-Medium.ttf'),
    },
  })
  // A report says what vendors and people wrote: nothing of it is an address to read from.
  pdfmake.setLocalAccessPolicy((path) => path.startsWith(ROBOTO))
  pdfmake.setUrlAccessPolicy(() => false)
  return await pdfmake.createPdf(documentOf(report)).getBuffer()
}

function documentOf(report: Report): Definition {
  const { title, madeAt, sections } = report
  return {
    info: { title, creationDate: new Date(madeAt) },
    pageSize: 'A4',
    pageMargins: [48, 48, 48, 48],
    defaultStyle: { font: 'Roboto', fontSize: 10, lineHeight: 1.2 },
    footer: (page, pages) => ({
      ...{ text: `${title} · ${page} of ${pages}`, color: SOFT, fontSize: 8 },
      ...{ alignment: 'center', margin: [0, 16, 0, 0] },
    }),
    content: [
      { text: title, fontSize: 20, bold: true },
      tallyText(report),
      factsOf(report),
      ...sections.flatMap(({ title: name, summary, metrics }): Content[] => [
        {
          // Never alone at the end of a page.
          unbreakable: true,
          stack: [
            { text: name, fontSize: 14, bold: true, margin: [0, 16, 0, 2] },
            { text: summary, color: SOFT, margin: [0, 0, 0, 6] },
            ...metrics.slice(0, 1).map(metricOf),
          ],
        },
        ...metrics.slice(1).map(metricOf),
      ]),
    ],
  }
}

function tallyText(report: Report): Content {
  const { passed, failed, noted, notComputable } = tally(report)
  return {
    text: `${passed} passed, ${failed} failed, ${noted} noted, ${notComputable} not computable`,
    margin: [0, 4, 0, 8],
  }
}

function factsOf(report: Report): Content {
  const cell = (text: string) => ({ text, fontSize: 9 })
  return { layout: 'noBorders', table: { body: reportFacts(report).map((line) => line.map(cell)) } }
}

/** Kept together on one page, with its picture. */
function metricOf(metric: Metric): Content {
  const { id, name, verdict, text, plot, missing, remedy, definition } = metric
  const said =
    missing === undefined ? [] : [{ text: `Not computable: ${missing}. ${remedy ?? ''}` }]
  return {
    unbreakable: true,
    margin: [0, 4, 0, 8],
    stack: [
      {
        columns: [
          { text: `${id}  ${name}`, bold: true },
          { text: wordsOf(verdict, text), color: INKS[verdict], alignment: 'right' },
        ],
      },
      ...(plot ? [{ svg: plotSvg(plot, { paper: true }), width: WIDTH }] : []),
      ...said,
      { text: definition, color: SOFT, fontSize: 9 },
      { text: factsText(metric), color: SOFT, fontSize: 8 },
    ],
  }
}

function wordsOf(verdict: Metric['verdict'], text = ''): string {
  return `${text}  ${verdict.replace('-', ' ')}`.trim()
}

function factsText({ gate, gateFrom, observations, window }: Metric): string {
  const facts = [
    gate && `gate ${gate} (${gateFrom === 'charter' ? 'from the charter' : 'our proposal'})`,
    observations !== undefined && `n = ${observations.toLocaleString('en-US')}`,
    window,
  ]
  return facts.filter((fact) => typeof fact === 'string').join(' · ')
}
