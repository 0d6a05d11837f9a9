import { ChoiceField, TextField } from '../../ui/fields.tsx'
import { bounds, midnight, PERIODS, type Period } from './wanted.ts'

const OWN = 'own'

interface PeriodFieldsProps {
  value: Period
  change: (period: Period) => void
  /** For a choice, which is whole at once; while a moment is typed it is not. */
  choose?: (period: Period) => void
}

/** A ready period, or one from moment to moment; in UTC, as records are shown. */
export function PeriodFields({ value, change, choose = change }: PeriodFieldsProps) {
  const ready = PERIODS.some(([name]) => name === value.period)
  // A moment that was just emptied is still one's own.
  const own = !ready && (value.from !== undefined || value.to !== undefined)
  const pick = (period: string) => {
    if (period !== OWN) return choose(period ? { period } : {})
    choose({ from: bounds(value).from ?? midnight(0) })
  }
  return (
    <>
      <ChoiceField
        label="Period"
        value={own ? OWN : ready ? (value.period ?? '') : ''}
        change={pick}
        choices={[
          ['', 'Any time'],
          ...PERIODS.map(([name, text]) => [name, text] as const),
          [OWN, 'From … to …'],
        ]}
      />
      {own && (
        <>
          <MomentField
            label="From (UTC)"
            value={value.from}
            change={(from) => change({ ...value, from })}
          />
          <MomentField
            label="Before (UTC)"
            value={value.to}
            min={minute(value.from)}
            change={(to) => change({ ...value, to })}
          />
        </>
      )}
    </>
  )
}

function MomentField(props: {
  label: string
  value: string | undefined
  min?: string
  change: (at: string) => void
}) {
  return (
    <TextField
      type="datetime-local"
      label={props.label}
      value={minute(props.value)}
      {...(props.min && { min: props.min })}
      change={(text) => props.change(text && `${text}:00Z`)}
    />
  )
}

/** As the browser's field writes it; what is no moment is empty. */
function minute(at = ''): string {
  const time = Date.parse(at)
  return Number.isNaN(time) ? '' : new Date(time).toISOString().slice(0, 16)
}
