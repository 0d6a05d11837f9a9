import { useId } from 'react'

interface Common {
  label: string
  value: string
  change: (value: string) => void
  hint?: string
  wide?: boolean
  /** What is wrong with what was entered: said beside it. */
  problem?: string | undefined
}

/** What belongs to a field by its id: a reader of the screen says it with the field. */
function told(id: string, { hint, problem }: Pick<Common, 'hint' | 'problem'>) {
  const ids = [problem && `${id}-problem`, hint && `${id}-hint`].filter(Boolean)
  return {
    ...(ids.length > 0 && { 'aria-describedby': ids.join(' ') }),
    ...(problem && { 'aria-invalid': true as const }),
  }
}

function Told({ id, hint, problem }: { id: string } & Pick<Common, 'hint' | 'problem'>) {
  return (
    <>
      {problem && (
        <span id={`${id}-problem`} className="field-problem">
          {problem}
        </span>
      )}
      {hint && <small id={`${id}-hint`}>{hint}</small>}
    </>
  )
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

export function TextField(props: Common & Native) {
  const { label, value, change, hint, wide, problem, ...native } = props
  const id = useId()
  return (
    <div className={wide ? 'field wide' : 'field'}>
      <label htmlFor={id}>{label}</label>
      <input
        {...native}
        id={id}
        className="input"
        value={value}
        {...told(id, props)}
        onChange={(event) => change(event.target.value)}
      />
      <Told id={id} {...props} />
    </div>
  )
}

export function LongTextField(
  props: Common & { required?: boolean; minLength?: number; placeholder?: string; rows?: number },
) {
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
        placeholder={props.placeholder}
        rows={props.rows}
        {...told(id, props)}
        onChange={(event) => props.change(event.target.value)}
      />
      <Told id={id} {...props} />
    </div>
  )
}

export function ChoiceField(
  props: Common & {
    choices: readonly (readonly [value: string, text: string])[]
    required?: boolean
  },
) {
  const id = useId()
  return (
    <div className="field">
      <label htmlFor={id}>{props.label}</label>
      <select
        id={id}
        className="input"
        value={props.value}
        required={props.required}
        {...told(id, props)}
        onChange={(event) => props.change(event.target.value)}
      >
        {props.choices.map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
      <Told id={id} {...props} />
    </div>
  )
}

/** Several of what there is. */
export function ManyField(
  props: Pick<Common, 'label' | 'hint' | 'problem'> & {
    chosen: readonly string[]
    change: (chosen: readonly string[]) => void
    choices: readonly string[]
  },
) {
  const { label, chosen, change, choices } = props
  const id = useId()
  const turn = (one: string, on: boolean) =>
    change(choices.filter((choice) => (choice === one ? on : chosen.includes(choice))))
  return (
    <fieldset className="field bare" {...told(id, props)}>
      <legend>{label}</legend>
      <div className="checks">
        {choices.map((choice) => (
          <label key={choice}>
            <input
              type="checkbox"
              checked={chosen.includes(choice)}
              onChange={(event) => turn(choice, event.target.checked)}
            />
            {choice}
          </label>
        ))}
      </div>
      <Told id={id} {...props} />
    </fieldset>
  )
}

export function CheckField(props: Pick<Common, 'label' | 'hint' | 'problem'> & Turned) {
  const id = useId()
  return (
    <div className="field checks">
      <label>
        <input
          type="checkbox"
          checked={props.on}
          {...told(id, props)}
          onChange={(event) => props.change(event.target.checked)}
        />
        {props.label}
      </label>
      <Told id={id} {...props} />
    </div>
  )
}

interface Turned {
  on: boolean
  change: (on: boolean) => void
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
