import type { Database } from '../../contexts/catalog/index.ts'

export function propertiesOf({ properties, location, description }: Database) {
  return {
    ...properties,
    ...(location === undefined ? {} : { location }),
    ...(description === undefined ? {} : { comment: description }),
  }
}
