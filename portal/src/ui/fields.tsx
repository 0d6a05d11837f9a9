import { useId } from 'react'

interface Common {
  label: string
  value: string
  change: (value: string) => void
  hint?: string
  wide?: boolean
}

type Native = Pick<
  React.InputHTMLAttributes<HTMLInputElement>,
  | 'type'
  | 'autoComplete'
  | 'required'
  | 'placeholder'
  | 'minLength'
  | 'min'
  | 'max'
  | 'name'
  | 'pattern'
  | 'title'
  | 'list'
>

export function TextField({ label, value, change, hint, wide, ...native }: Common & Native) {
  const id = useId()
  return (
    <div className={wide ? 'field wide' : 'field'}>
      <label htmlFor={id}>{label}</label>
      <input
        {...native}
        id={id}
        className="input"
        value={value}
        aria-describedby={hint && `${id}-hint`}
        onChange={(event) => change(event.target.value)}
      />
      {hint && <small id={`${id}-hint`}>{hint}</small>}
    </div>
  )
}

export function LongTextField(props: Common & { required?: boolean; minLength?: number }) {
  const id = useId()
  return (
    <div className="field">
      <label htmlFor={id}>{props.label}</label>
      <textarea
        id={id}
        className="input"
        value={props.value}
        required={props.required}
        minLength={props.minLength}
        aria-describedby={props.hint && `${id}-hint`}
        onChange={(event) => props.change(event.target.value)}
      />
      {props.hint && <small id={`${id}-hint`}>{props.hint}</small>}
    </div>
  )
}

export function ChoiceField(
  props: Common & { choices: readonly (readonly [value: string, text: string])[] },
) {
  const id = useId()
  return (
    <div className="field">
      <label htmlFor={id}>{props.label}</label>
      <select
        id={id}
        className="input"
        value={props.value}
        onChange={(event) => props.change(event.target.value)}
      >
        {props.choices.map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
      {props.hint && <small>{props.hint}</small>}
    </div>
  )
}

/** A few choices, all in sight. */
export function Segments(props: {
  label: string
  value: string
  change: (value: string) => void
  choices: readonly (readonly [value: string, text: string])[]
}) {
  const name = useId()
  return (
    <fieldset className="segments" aria-label={props.label} style={{ margin: 0 }}>
      {props.choices.map(([value, text]) => (
        <label key={value}>
          <input
            type="radio"
            name={name}
            checked={props.value === value}
            onChange={() => props.change(value)}
          />
          {text}
        </label>
      ))}
    </fieldset>
  )
}

/** A form's error, said where it happened. */
export function FormTrouble({ error }: { error: unknown }) {
  if (!error) return null
  const message = error instanceof Error ? error.message : String(error)
  return (
    <p className="callout bad" role="alert">
      {message}
    </p>
  )
}
