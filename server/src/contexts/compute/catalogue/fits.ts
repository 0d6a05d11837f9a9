import type { Product } from '../model/product.ts'

/** Are all words of `text` in its name, description or owner? */
export function fits({ name, description = '', owner }: Product, text: string): boolean {
  const searched = `${name} ${description} ${owner}`.toLowerCase()
  const words = text.toLowerCase().split(/\s+/)
  return words.every((word) => searched.includes(word))
}
