export * from './app-vi-4576dfa0.js?again';
