/** The answers of a pure function to the last so many questions. */
export type Memory<Answer> = (
  question: string,
  answer: () => Answer | undefined,
) => Answer | undefined

/** What was asked first is forgotten first; an undefined answer is not kept. */
export function createMemory<Answer>(answersMax: number): Memory<Answer> {
  const known = new Map<string, Answer>()
  return (question, answer) => {
    const found = known.get(question)
    if (found !== undefined) return found
    const fresh = answer()
    if (fresh === undefined) return undefined
    if (known.size >= answersMax) known.delete(known.keys().next().value!)
    known.set(question, fresh)
    return fresh
  }
}

/** What a pure function answers to an object that never changes, for as long as that lives. */
export function remembered<Question extends object, Answer>(
  answer: (question: Question) => Answer,
): (question: Question) => Answer {
  const known = new WeakMap<Question, { answer: Answer }>()
  return (question) => {
    const found = known.get(question) ?? { answer: answer(question) }
    known.set(question, found)
    return found.answer
  }
}
