/** The store's own error lies in the model, where any room can turn it into what is stored and shown. */
export { StoreError } from '../model/errors.ts';
