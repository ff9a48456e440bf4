export * from './app-en-e2775d5f.js?again';
