import type { MetricDefinition } from '../model/metric.ts'

const TERMS = [
  ['users', 'users'],
  ['purposes', 'purposes'],
  ['entities', 'entities'],
  ['derivedWorks', 'derived works'],
  ['retention', 'retention'],
  ['auditRight', 'audit right'],
  ['end', 'end'],
  ['signedBy', 'signature'],
] as const

export const licenceTerms: MetricDefinition = {
  id: 'R4',
  name: 'Licence terms',
  definition:
    'What a licence must say and this one does: users, purposes, entities, derived works, ' +
    'retention, audit right, end; and who signed it.',
  unit: '%',
  section: 'Compliance',
  proposal: { direction: 'at-least', limit: 100 },
  needs: ['licence'],
  measure({ charter }) {
    const { licence = {} } = charter
    const open = TERMS.filter(([term]) => (licence[term] ?? '').trim() === '')
    const said = licence.signedBy ? `signed by ${licence.signedBy}` : 'not signed'
    const left = open.length === 0 ? '' : `; open: ${open.map(([, name]) => name).join(', ')}`
    return {
      value: (100 * (TERMS.length - open.length)) / TERMS.length,
      text: `${said}${left}`,
      observations: TERMS.length,
    }
  },
}
