import type { MetricDefinition } from '../model/metric.ts'

export const complianceAnswers: MetricDefinition = {
  id: 'R3',
  name: 'Compliance answers',
  definition: 'Questions of compliance that are answered, of all that are asked.',
  unit: '%',
  section: 'Compliance',
  proposal: { direction: 'at-least', limit: 100 },
  needs: [],
  measure({ charter }) {
    const { compliance } = charter
    const answered = compliance.filter(({ answer }) => answer !== undefined && answer.trim() !== '')
    if (compliance.length === 0) return { observations: 0, missing: 'a question of compliance' }
    return {
      value: (100 * answered.length) / compliance.length,
      text: `${answered.length} of ${compliance.length} answered`,
      observations: compliance.length,
    }
  },
}
