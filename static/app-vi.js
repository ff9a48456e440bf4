export * from './app-vi-12d386c9.js?again';
